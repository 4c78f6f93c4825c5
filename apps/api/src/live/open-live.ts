import { Readable } from "node:stream";
import type { Db } from "@earshot/storage";
import { Problem } from "../http/problem.ts";
import { LiveChannelFeed } from "./live-channel-feed.ts";
import type { LiveItem } from "./live-snapshot.ts";
import { sendText } from "./send-text.ts";

/** Who listens: an account, and whether it sees everybody's things or its own. */
export interface Listener {
  readonly publisherId: string;
  readonly seesAll: boolean;
}

/** How live events are served; every bound is per process. */
export interface LiveOptions {
  /** Keeps what was told. */
  readonly db: Db;
  readonly clock: () => Date;
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
  /**
   * A stream of server-sent events: a `snapshot` first, then each change; for a listener who had events up to
   * `lastEventId`, what it missed instead of the snapshot, as long as that is kept. Throws a Problem when too many are
   * open.
   */
  openStream(listener: Listener, lastEventId?: number): Readable;
  /** Ends every stream. */
  close(): void;
}

/**
 * Opens live events. Each account that listens is one channel, polled once in each process however many streams it
 * has: cost grows with listening accounts only, a missed change cannot happen (every poll compares with what the store
 * says was told last), and it works alike through any connection pooler, where LISTEN does not.
 */
export function openLive(options: LiveOptions): Live {
  const { heartbeatMs = 15_000, streamLifeMs = 15 * 60_000 } = options;
  const { streamsMax = 500, streamsPerPublisherMax = 20 } = options;
  const channels = new Map<string, LiveChannelFeed>();
  let streamsOpen = 0;

  function requireRoom(channel: LiveChannelFeed): void {
    if (channel.size < streamsPerPublisherMax && streamsOpen < streamsMax) return;
    throw new Problem(
      "too-many-streams",
      `At most ${streamsPerPublisherMax} streams may be open. Close one first.`,
      { headers: { "retry-after": "30" } },
    );
  }

  function openStream(listener: Listener, lastEventId?: number): Readable {
    const key = `${listener.publisherId}:${listener.seesAll}`;
    const channel = channels.get(key) ?? new LiveChannelFeed(key, () => options.read(listener), options);
    requireRoom(channel);
    channels.set(key, channel);
    streamsOpen++;
    const stream = new Readable({ read: () => {} });
    stream.push("retry: 3000\n\n");
    const heartbeat = setInterval(() => sendText(stream, ": still here\n\n"), heartbeatMs);
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
    channel.join(stream, lastEventId);
    return stream;
  }

  return {
    openStream,
    close() {
      for (const channel of [...channels.values()]) channel.end();
    },
  };
}
