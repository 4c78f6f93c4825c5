import { buildFault, type Fault, type ParsedEpisode, type ParsedShow } from "@earshot/domain";

const dayMs = 86_400_000;
/** Days of the frequencies of RFC 5545. */
const frequencyDays: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };
/** Episodes whose gaps tell a show's own rhythm. */
const rhythmEpisodes = 11;

/**
 * `feed.moved` when the feed says that it lives at another URL than `feedUrl` (scheme and trailing slash aside), or
 * null.
 */
export function evaluateMove(show: ParsedShow, feedUrl: string): Fault | null {
  if (show.newFeedUrl === null || sameFeed(show.newFeedUrl, feedUrl)) return null;
  return buildFault("feed.moved", {
    message: `The feed says that it has moved to ${show.newFeedUrl.slice(0, 500)}.`,
  });
}

const sameFeed = (first: string, second: string) => bare(first) === bare(second);
const bare = (url: string) =>
  url
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/+$/, "")
    .toLowerCase();

/**
 * When the next episode is to be expected at the latest: twice the time that the publisher's own word
 * (`podcast:updateFrequency`) or, without it, the show's rhythm sets between two, and two days more. Null when the show
 * is finished, has no dated episode, or gives no rhythm to judge by.
 */
export function expectNextEpisode(
  show: ParsedShow,
  episodes: readonly ParsedEpisode[],
  now: Date,
): Date | null {
  if (show.finished) return null;
  const dates = episodes
    .flatMap(({ publishedAt }) => (publishedAt === null ? [] : [Date.parse(publishedAt)]))
    .filter((date) => date <= now.getTime())
    .sort((a, b) => b - a);
  const newest = dates[0];
  const days = promisedDays(show.updateFrequency?.rrule ?? null) ?? usualDays(dates.slice(0, rhythmEpisodes));
  return newest === undefined || days === null ? null : new Date(newest + (2 * days + 2) * dayMs);
}

/** Days between episodes that a recurrence rule (RFC 5545 §3.3.10) promises, or null. */
function promisedDays(rrule: string | null): number | null {
  const frequency = frequencyDays[/(?:^|;)FREQ=([A-Z]+)/i.exec(rrule ?? "")?.[1]?.toUpperCase() ?? ""];
  if (frequency === undefined) return null;
  return frequency * Math.max(1, Number(/(?:^|;)INTERVAL=(\d{1,3})/i.exec(rrule ?? "")?.[1] ?? 1));
}

/** The longest usual gap in days (the third quartile), or null with fewer than four gaps. */
function usualDays(dates: readonly number[]): number | null {
  const gaps = dates.slice(1).map((date, index) => ((dates[index] ?? date) - date) / dayMs);
  if (gaps.length < 4) return null;
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.75)] ?? null;
}
