/** How a host is asked at the moment: at its usual rate, slower because it said so, or not at all for a while. */
export interface Pace {
  /** When the rate will be back to the full one, or null when it is. */
  readonly restoredAt: Date | null;
  /** When the rate was last lowered, or null. */
  readonly slowedAt: Date | null;
  /** Nobody asks before, or null. */
  readonly closedUntil: Date | null;
  /** Requests in a row that failed on the host itself, but for those that it was closed for. */
  readonly faultsInRow: number;
}

/** What requests said about how their host wants to be asked. */
export type HostSignal =
  | { readonly kind: "answered" }
  /** 429 or 503; how long it asks us to stay away, in milliseconds, or null when it does not say. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number | null }
  /** A fault of the host: no name, no connection, no handshake. */
  | { readonly kind: "fault" };

/** A host that nobody complained about. */
export const fullPace: Pace = { restoredAt: null, slowedAt: null, closedUntil: null, faultsInRow: 0 };

const minuteMs = 60_000;
/** The share of the full rate that comes back in a millisecond: a tenth of it each minute. */
export const paceRestoredPerMs = 0.1 / minuteMs;
/** A host is never asked more slowly than this share of the full rate, so that its recovery is seen. */
export const paceShareMin = 1 / 32;
/** Answers to requests that were on their way together complain of one and the same rate. */
const slowedEveryMs = 5_000;
/** No host can send us away for longer at a time: whoever is down for a day must be looked at before. */
const retryAfterMsMax = 60 * minuteMs;
const retryAfterMsMin = 1_000;
const faultsToClose = 3;
/** How long faults close a host at first: long enough for a second host check. Twice as long each time, up to a minute. */
const closedForMsFirst = 10_000;
const closedForMsMax = minuteMs;

/** The share of the full rate, from 1/32 to 1, at which a host may be asked. */
export function paceShare(pace: Pick<Pace, "restoredAt">, now: Date): number {
  if (pace.restoredAt === null) return 1;
  const missing = (pace.restoredAt.getTime() - now.getTime()) * paceRestoredPerMs;
  return Math.min(1, Math.max(paceShareMin, 1 - missing));
}

/**
 * The pace after one more signal. A complaint halves the rate, which comes back by a tenth each minute (additive
 * increase, multiplicative decrease, as in RFC 5681), and closes the host for as long as it asks for, from a second to
 * an hour. Three faults of the host in a row close it for ten seconds, the next three for twenty, and so on up to a
 * minute. Not the first one after a while closes it again, or whatever hangs on it would be looked at one by one.
 */
export function advancePace(pace: Pace, signal: HostSignal, now: Date): Pace {
  switch (signal.kind) {
    case "answered":
      return { ...pace, faultsInRow: 0 };
    case "throttled":
      return { ...slow(pace, now), ...close(pace, stayAwayMs(signal.retryAfterMs), now), faultsInRow: 0 };
    case "fault": {
      // What was on its way when the host was closed tells nothing new.
      if (pace.closedUntil !== null && pace.closedUntil > now) return pace;
      const faultsInRow = pace.faultsInRow + 1;
      return { ...pace, faultsInRow, ...close(pace, closedByFaultsMs(faultsInRow), now) };
    }
  }
}

/** For how long so many faults in a row close a host: 0 for most, since every third does. */
function closedByFaultsMs(faultsInRow: number): number {
  if (faultsInRow % faultsToClose !== 0) return 0;
  return Math.min(closedForMsMax, closedForMsFirst * 2 ** (faultsInRow / faultsToClose - 1));
}

function slow(pace: Pace, now: Date): Pace {
  if (pace.slowedAt !== null && now.getTime() - pace.slowedAt.getTime() < slowedEveryMs) return pace;
  const share = Math.max(paceShareMin, paceShare(pace, now) / 2);
  return { ...pace, slowedAt: now, restoredAt: new Date(now.getTime() + (1 - share) / paceRestoredPerMs) };
}

function stayAwayMs(askedMs: number | null): number {
  return askedMs === null ? 0 : Math.min(retryAfterMsMax, Math.max(retryAfterMsMin, askedMs));
}

function close(pace: Pace, forMs: number, now: Date): Pick<Pace, "closedUntil"> {
  const until = new Date(now.getTime() + forMs);
  const isLonger = forMs > 0 && (pace.closedUntil === null || until > pace.closedUntil);
  return { closedUntil: isLonger ? until : pace.closedUntil };
}
