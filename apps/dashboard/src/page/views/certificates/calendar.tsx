import type { Forecast } from "../../api/certificates.ts";
import { count, formatDay } from "../../parts/format.ts";
import { type CalendarDay, calendarWeeks } from "./calendar-days.ts";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const month = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

/** The coming days as a calendar: each day on which a certificate ends stands out, with how many hosts it takes along. */
export function Calendar({ forecast }: { readonly forecast: Forecast }) {
  const first = forecast.from.slice(0, 10);
  return (
    <table className="calendar">
      <caption className="visually-hidden">Certificates that end, by day</caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th scope="col" key={day}>
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {calendarWeeks(forecast).map((week, row) => (
          <tr key={week.find((day) => day !== null)?.date ?? row}>
            {week.map((day, column) => (
              <td key={weekdays[column]}>{day !== null && <Day day={day} isFirst={day.date === first} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, isFirst }: { readonly day: CalendarDay; readonly isFirst: boolean }) {
  const number = Number(day.date.slice(8));
  const label =
    day.isFirstOfMonth || isFirst ? `${number} ${month.format(new Date(day.date))}` : String(number);
  if (day.level === 0) return <span className="day day-0">{label}</span>;
  const hosts = count(day.hosts.length, "host");
  return (
    <a
      href={`#day-${day.date}`}
      className={`day day-${day.level}`}
      aria-label={`${formatDay(day.date)}: the certificates of ${hosts} end`}
    >
      {label}
      <strong>{day.hosts.length}</strong>
    </a>
  );
}
