import { nextOnGrid, spreadMs } from "./spread.ts";

/**
 * Lanes of a queue: `hot` for new episodes, confirmations, open incidents and webhooks, `ordinary` for everything else,
 * `troubled` for webhooks whose endpoint failed lately, which may take long and must hold up nobody.
 */
export type Lane = "hot" | "ordinary" | "troubled";

/** When a subject is due next, and in which lane. */
export interface NextDue {
  readonly at: Date;
  readonly lane: Lane;
}

/** Periods in milliseconds, from configuration. */
export interface Periods {
  readonly feedMs: number;
  readonly hostMs: number;
  readonly enclosureMs: number;
  readonly catalogueMs: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A new episode's enclosure is probed at once and again so long after it was first seen. */
const hotLooksMs: readonly number[] = [minuteMs, 5 * minuteMs, 15 * minuteMs, 60 * minuteMs];

/** Only an episode that is new to us and was published within this time is hot. */
export const hotWithinMs = 2 * dayMs;

/** How many of a feed's newest episodes stay on the short period. */
export const newestPerFeed = 3;

/** Whether an enclosure seen for the first time gets the hot schedule: a future date counts as just published. */
export function isHot(publishedAt: Date | null, now: Date): boolean {
  return publishedAt !== null && now.getTime() - publishedAt.getTime() <= hotWithinMs;
}

/** What the schedule needs to know of a media URL. */
export interface MediaDueFacts {
  readonly key: string;
  /** When the URL was first seen, while it is hot; null when it is not. */
  readonly hotSince: Date | null;
  /** Whether it is among the newest episodes of some feed. */
  readonly newest: boolean;
  /** Whether the host sends whole files for ranges: each look then counts as a download. */
  readonly rangeIgnored: boolean;
  /** Whether its redirect chain crosses a host with an open incident: then it is of the sample that is not parked. */
  readonly behindTrouble: boolean;
}

/** When the next look of the hot schedule is, by when the URL was first seen; null after the last. */
export function nextHotLook(hotSince: Date, now: Date): Date | null {
  const looks = hotLooksMs.map((afterMs) => new Date(hotSince.getTime() + afterMs));
  return looks.find((at) => at > now) ?? null;
}

/** How often the sample of URLs behind a host in trouble is looked at. */
const sampleEveryMs = minuteMs;

/**
 * When a media URL in good or known state is due next. A new episode is looked at no less often than the other newest
 * ones, however far apart the steps of its hot schedule are. A host that ignores ranges is
 * asked about daily, since it sends whole files and each counts as a download; a look by hand does not bring the
 * next one nearer than half a day. The sample that goes on while its host is in trouble is looked at each minute.
 */
export function nextMediaDue(facts: MediaDueFacts, periods: Periods, now: Date): NextDue {
  const next = nextUndisturbed(facts, periods, now);
  if (!facts.behindTrouble || facts.rangeIgnored) return next;
  const sampleAt = new Date(now.getTime() + sampleEveryMs);
  return sampleAt < next.at ? { ...next, at: sampleAt } : next;
}

function nextUndisturbed(facts: MediaDueFacts, periods: Periods, now: Date): NextDue {
  const hotLook = facts.hotSince === null ? null : nextHotLook(facts.hotSince, now);
  if (hotLook !== null && !facts.rangeIgnored) {
    const inPeriod = new Date(now.getTime() + periods.enclosureMs);
    return { at: facts.newest && inPeriod < hotLook ? inPeriod : hotLook, lane: "hot" };
  }
  const periodMs = facts.newest ? periods.enclosureMs : periods.catalogueMs;
  if (!facts.rangeIgnored) return { at: nextOnGrid(facts.key, periodMs, now), lane: "ordinary" };
  const rareMs = Math.max(periodMs, dayMs);
  return { at: nextOnGrid(facts.key, rareMs, new Date(now.getTime() + rareMs / 2)), lane: "ordinary" };
}

/** What the schedule needs to know of a host. */
export interface HostDueFacts {
  readonly key: string;
  /** Whether it carries hot enclosures, an open incident, or a certificate inside its first warning threshold. */
  readonly watchedClosely: boolean;
  /** The earliest `notAfter` on its judged paths, or null. */
  readonly expiresAt: Date | null;
  /** Whether it is looked at first, for all hosts that serve the same certificate, when that ends. */
  readonly isRepresentative: boolean;
}

/** Hosts that nothing presses are checked this many times less often. */
const quietHostFactor = 5;
/** A check falls due this long after a known deadline, when the certificate must have been replaced. */
export const afterDeadlineMs = 1_000;

/** The other hosts that serve the certificate are looked at within so much more time, each at its own place in it. */
const othersWithinMs = 25_000;

/**
 * When a host is due next: its place on the grid, or after a deadline that comes before it: one second after it the
 * host that represents all that serve the certificate, the others spread over the half minute that follows.
 */
export function nextHostDue(facts: HostDueFacts, periods: Periods, now: Date): NextDue {
  const periodMs = facts.watchedClosely ? periods.hostMs : periods.hostMs * quietHostFactor;
  const onGrid = nextOnGrid(facts.key, periodMs, now);
  const afterMs = afterDeadlineMs + (facts.isRepresentative ? 0 : spreadMs(facts.key, othersWithinMs));
  const deadline = facts.expiresAt === null ? null : new Date(facts.expiresAt.getTime() + afterMs);
  return deadline !== null && deadline > now && deadline <= onGrid
    ? { at: deadline, lane: "hot" }
    : { at: onGrid, lane: "ordinary" };
}

/** What a feed's own period depends on. */
export interface FeedRhythm {
  /** The host's own word on how long the document is good for (RSS 2.0 `ttl`), or null. */
  readonly ttlMinutes: number | null;
  /** Publication of the newest episode, or null. */
  readonly newestAt: Date | null;
}

/**
 * The period to begin with, in milliseconds: the shortest that a publisher of the feed wishes for (minutes), where null
 * stands for one who leaves it to the operator, and so for the configured period.
 */
export function wishedFeedPeriod(configuredMs: number, wishes: readonly (number | null)[]): number {
  const periods = wishes.map((minutes) => (minutes === null ? configuredMs : minutes * minuteMs));
  return periods.length === 0 ? configuredMs : Math.min(...periods);
}

/** No feed is left alone for longer, whatever its host says: what it breaks must be found the same day. */
const feedPeriodMsMax = 6 * 60 * minuteMs;
/** Time without an episode after which a feed is asked this many times less often. */
const dormancies: readonly { readonly afterMs: number; readonly factor: number }[] = [
  { afterMs: 180 * dayMs, factor: 4 },
  { afterMs: 30 * dayMs, factor: 2 },
];

/**
 * The period of one feed in milliseconds: the configured one, longer where the host asks for it or the show has gone
 * quiet, at most six hours unless the configured one is longer still.
 */
export function adaptFeedPeriod(configuredMs: number, rhythm: FeedRhythm, now: Date): number {
  const quietMs = rhythm.newestAt === null ? 0 : now.getTime() - rhythm.newestAt.getTime();
  const factor = dormancies.find(({ afterMs }) => quietMs > afterMs)?.factor ?? 1;
  const wantedMs = Math.max(configuredMs * factor, (rhythm.ttlMinutes ?? 0) * minuteMs);
  return Math.max(configuredMs, Math.min(wantedMs, feedPeriodMsMax));
}

/** When a feed is due next: its place on the grid of its own period, in milliseconds. */
export function nextFeedDue(key: string, periodMs: number, now: Date): NextDue {
  return { at: nextOnGrid(key, periodMs, now), lane: "ordinary" };
}
