import type { Forecast } from "../../api/certificates.ts";

/** One day of the calendar plot. */
export interface CalendarDay {
  /** `2026-11-25`, in UTC. */
  readonly date: string;
  readonly hosts: Forecast["items"][number]["hosts"];
  /** How bad the day is: nothing, one host, some, many. */
  readonly level: 0 | 1 | 2 | 3;
  readonly isFirstOfMonth: boolean;
}

const dayMs = 86_400_000;

/** Weeks from Monday to Sunday that hold every day of the forecast; null where a day lies outside. */
export function calendarWeeks(forecast: Forecast): readonly (readonly (CalendarDay | null)[])[] {
  const byDate = new Map(forecast.items.map(({ date, hosts }) => [date, hosts]));
  const from = Date.parse(`${forecast.from.slice(0, 10)}T00:00:00Z`);
  const until = Date.parse(`${forecast.until.slice(0, 10)}T00:00:00Z`);
  const weekday = (new Date(from).getUTCDay() + 6) % 7;
  const weeks: (CalendarDay | null)[][] = [];
  for (let at = from - weekday * dayMs; at <= until; at += 7 * dayMs) {
    weeks.push(
      Array.from({ length: 7 }, (_, day) => {
        const time = at + day * dayMs;
        return time < from || time > until ? null : dayOf(new Date(time), byDate);
      }),
    );
  }
  return weeks;
}

function dayOf(day: Date, byDate: ReadonlyMap<string, CalendarDay["hosts"]>): CalendarDay {
  const date = day.toISOString().slice(0, 10);
  const hosts = byDate.get(date) ?? [];
  const level = hosts.length === 0 ? 0 : hosts.length === 1 ? 1 : hosts.length < 5 ? 2 : 3;
  return { date, hosts, level, isFirstOfMonth: day.getUTCDate() === 1 };
}
