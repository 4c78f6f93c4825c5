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
  close(): void;
}

interface Channel {
  readonly streams: Set<Readable>;
  timer: NodeJS.Timeout | undefined;
  items: readonly LiveItem[] | null;
}

/** What a client that does not read may make us hold. */
const unsentBytesMax = 1_048_576;

/**
 * Opens live events. Each publisher who listens is one channel, polled once however many streams it has: cost grows
 * with listening publishers only, a missed change cannot happen (every poll compares with the last), and it works
 * alike through any connection pooler, where LISTEN does not.
 */
export function openLive(options: LiveOptions): Live {
  const { read, onError, periodMs = 2_000, heartbeatMs = 15_000 } = options;
  const { streamsMax = 500, streamsPerPublisherMax = 20, streamLifeMs = 15 * 60_000 } = options;
  const channels = new Map<string, Channel>();
  let streamsOpen = 0;

  async function poll(listener: Listener, channel: Channel): Promise<void> {
    try {
      const items = await read(listener);
      const changes = channel.items === null ? [] : findChanges(channel.items, items);
      channel.items = items;
      for (const stream of channel.streams) {
        if (!greeted.has(stream)) greet(stream, items);
        else for (const { event, data } of changes) send(stream, formatEvent(event, data));
      }
    } catch (error) {
      onError(error);
    }
    if (channel.streams.size > 0) channel.timer = setTimeout(() => void poll(listener, channel), periodMs);
  }

  const greeted = new WeakSet<Readable>();
  function greet(stream: Readable, items: readonly LiveItem[]): void {
    greeted.add(stream);
    send(stream, formatEvent("snapshot", { items: items.map(({ event, data }) => ({ event, data })) }));
  }

  function join(listener: Listener, stream: Readable): void {
    const channel = channels.get(keyOf(listener)) ?? { streams: new Set(), timer: undefined, items: null };
    channels.set(keyOf(listener), channel);
    channel.streams.add(stream);
    if (channel.streams.size === 1) void poll(listener, channel);
    else if (channel.items !== null) greet(stream, channel.items);
  }

  function leave(listener: Listener, stream: Readable): void {
    const channel = channels.get(keyOf(listener));
    if (channel === undefined || !channel.streams.delete(stream)) return;
    streamsOpen--;
    if (channel.streams.size > 0) return;
    clearTimeout(channel.timer);
    channels.delete(keyOf(listener));
  }

  function openStream(listener: Listener): Readable {
    const own = channels.get(keyOf(listener))?.streams.size ?? 0;
    if (own >= streamsPerPublisherMax || streamsOpen >= streamsMax) {
      throw new Problem(
        "too-many-streams",
        `At most ${streamsPerPublisherMax} streams may be open. Close one first.`,
        {
          headers: { "retry-after": "30" },
        },
      );
    }
    const stream = new Readable({ read: () => {} });
    streamsOpen++;
    stream.push("retry: 3000\n\n");
    const heartbeat = setInterval(() => send(stream, ": still here\n\n"), heartbeatMs);
    const end = setTimeout(() => stream.push(null), streamLifeMs);
    stream.once("close", () => {
      clearInterval(heartbeat);
      clearTimeout(end);
      leave(listener, stream);
    });
    join(listener, stream);
    return stream;
  }

  return {
    openStream,
    close() {
      for (const { streams } of [...channels.values()]) {
        for (const stream of [...streams]) {
          stream.push(null);
          // One that is not read would never end.
          if (stream.readableLength > 0) stream.destroy();
        }
      }
    },
  };
}

function keyOf({ publisherId, seesAll }: Listener): string {
  return `${publisherId}:${seesAll}`;
}

function send(stream: Readable, text: string): void {
  if (stream.destroyed || stream.readableEnded) return;
  if (stream.readableLength > unsentBytesMax) stream.destroy();
  else stream.push(text);
}
