import { nextOnGrid } from "./spread.ts";

const dayMs = 86_400_000;

/** What a digest tells of, in milliseconds. */
export const digestPeriodMs = 7 * dayMs;

/** When a publisher's next digest is due: at its own place in the week, so that digests never go out as a herd. */
export function nextDigestAt(publisherId: string, after: Date): Date {
  return nextOnGrid(`digest:${publisherId}`, digestPeriodMs, after);
}

/** The week of an instant in UTC, such as `2026-W01` (ISO 8601): weeks begin on Monday and belong to the year of their Thursday. */
export function isoWeekOf(instant: Date): string {
  const days = Math.floor(instant.getTime() / dayMs);
  // The first of January 1970 was a Thursday, day 3 of its week.
  const thursday = new Date((days - ((days + 3) % 7) + 3) * dayMs);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / digestPeriodMs);
  return `${year}-W${String(week).padStart(2, "0")}`;
}
