import type { ClaimedSubject } from "@earshot/storage";

/** By how much anything was ever late, in milliseconds after it was due. */
export interface Latest {
  readonly feedMs: number;
  readonly hostMs: number;
  /** Of enclosures at hosts that were sound all the time. */
  readonly mediaMs: number;
}

/** Keeps the greatest lateness of what is claimed. */
export interface LatenessMeter {
  note(kind: "feed" | "host" | "media", subjects: readonly ClaimedSubject[], now: Date): void;
  latest(): Latest;
}

/** Starts measuring; what hangs on the host in trouble is parked, and so is as late as the trouble is long. */
export function measureLateness(troubledHostId: number): LatenessMeter {
  const latest = { feed: 0, host: 0, media: 0 };
  return {
    note(kind, subjects, now) {
      for (const { dueAt, hostId } of subjects) {
        if (kind === "media" && hostId === troubledHostId) continue;
        latest[kind] = Math.max(latest[kind], now.getTime() - dueAt.getTime());
      }
    },
    latest: () => ({ feedMs: latest.feed, hostMs: latest.host, mediaMs: latest.media }),
  };
}
