import { Readable } from "node:stream";
import { Problem } from "../http/problem.ts";
import { findChanges, formatEvent, type LiveItem } from "./live-snapshot.ts";

/** Who listens: an account, and whether it sees everybody's things or its own. */
export interface Listener {
  readonly publisherId: string;
  readonly seesAll: boolean;
}

/** How live events are served; every bound is per process. */
export interface LiveOptions {
  /** What a listener should see now. */
  readonly read: (listener: Listener) => Promise<readonly LiveItem[]>;
  readonly onError: (error: unknown) => void;
  readonly periodMs?: number;
  readonly heartbeatMs?: number;
  readonly streamsMax?: number;
  readonly streamsPerPublisherMax?: number;
  /** A stream ends after this time and its client comes back, so that a revoked key cannot listen on. */
  readonly streamLifeMs?: number;
}

/** Streams of changes. */
export interface Live {
  /** A stream of server-sent events: a `snapshot` first, then each change. Throws a Problem when too many are open. */
  openStream(listener: Listener): Readable;
  /** Ends every stream. */
  close(): void;
}

/**
 * Opens live events. Each account that listens is one channel, polled once however many streams it has: cost grows
 * with listening accounts only, a missed change cannot happen (every poll compares with the last), and it works
 * alike through any connection pooler, where LISTEN does not.
 */
export function openLive(options: LiveOptions): Live {
  const { heartbeatMs = 15_000, streamLifeMs = 15 * 60_000 } = options;
  const { streamsMax = 500, streamsPerPublisherMax = 20 } = options;
  const channels = new Map<string, Channel>();
  let streamsOpen = 0;

  function requireRoom(channel: Channel): void {
    if (channel.size < streamsPerPublisherMax && streamsOpen < streamsMax) return;
    throw new Problem(
      "too-many-streams",
      `At most ${streamsPerPublisherMax} streams may be open. Close one first.`,
      { headers: { "retry-after": "30" } },
    );
  }

  function openStream(listener: Listener): Readable {
    const key = `${listener.publisherId}:${listener.seesAll}`;
    const channel = channels.get(key) ?? new Channel(listener, options);
    requireRoom(channel);
    channels.set(key, channel);
    streamsOpen++;
    const stream = new Readable({ read: () => {} });
    stream.push("retry: 3000\n\n");
    const heartbeat = setInterval(() => send(stream, ": still here\n\n"), heartbeatMs);
    const end = setTimeout(() => {
      // Nothing may be pushed after the end.
      detach();
      stream.push(null);
    }, streamLifeMs);
    const detach = () => {
      clearInterval(heartbeat);
      clearTimeout(end);
      if (channel.leave(stream) === 0 && channels.get(key) === channel) channels.delete(key);
    };
    stream.once("close", () => {
      detach();
      streamsOpen--;
    });
    channel.join(stream);
    return stream;
  }

  return {
    openStream,
    close() {
      for (const channel of [...channels.values()]) channel.end();
    },
  };
}

/** The streams of one listener, fed by one poll. It polls from its first stream's joining to its last one's leaving. */
class Channel {
  readonly #listener: Listener;
  readonly #options: LiveOptions;
  readonly #streams = new Set<Readable>();
  /** Streams that have had their snapshot. */
  readonly #greeted = new WeakSet<Readable>();
  #items: readonly LiveItem[] | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(listener: Listener, options: LiveOptions) {
    this.#listener = listener;
    this.#options = options;
  }

  get size(): number {
    return this.#streams.size;
  }

  join(stream: Readable): void {
    this.#streams.add(stream);
    if (this.size === 1) void this.#poll();
    else if (this.#items !== null) this.#greet(stream, this.#items);
  }

  /** Gives how many streams are left. */
  leave(stream: Readable): number {
    this.#streams.delete(stream);
    if (this.size === 0) clearTimeout(this.#timer);
    return this.size;
  }

  end(): void {
    for (const stream of [...this.#streams]) {
      stream.push(null);
      // One that is not read would never end.
      if (stream.readableLength > 0) stream.destroy();
    }
  }

  async #poll(): Promise<void> {
    try {
      this.#tell(await this.#options.read(this.#listener));
    } catch (error) {
      this.#options.onError(error);
    }
    if (this.size > 0) this.#timer = setTimeout(() => void this.#poll(), this.#options.periodMs ?? 2_000);
  }

  #tell(items: readonly LiveItem[]): void {
    const changes = this.#items === null ? [] : findChanges(this.#items, items);
    this.#items = items;
    for (const stream of this.#streams) {
      if (!this.#greeted.has(stream)) this.#greet(stream, items);
      else for (const { event, data } of changes) send(stream, formatEvent(event, data));
    }
  }

  #greet(stream: Readable, items: readonly LiveItem[]): void {
    this.#greeted.add(stream);
    send(stream, formatEvent("snapshot", { items: items.map(({ event, data }) => ({ event, data })) }));
  }
}

/** What a client that does not read may make us hold. */
const unsentBytesMax = 1_048_576;

function send(stream: Readable, text: string): void {
  if (stream.destroyed || stream.readableEnded) return;
  if (stream.readableLength > unsentBytesMax) stream.destroy();
  else stream.push(text);
}
