import { type Db, type Deadline, type HostFeed, listFeedsOfHosts, readDeadlines } from "@earshot/storage";
import ical, { ICalAlarmType, ICalEventTransparency } from "ical-generator";

/** Whose deadlines, as of when, and where people reach us. */
export interface CalendarQuestion {
  readonly publisherId: string;
  readonly now: Date;
  readonly publicUrl: string;
}

const daysAhead = 365;
const hostsMax = 1_000;
const feedsMax = 5;
const daySeconds = 86_400;
const alarmDays = [7, 1];
/** How often a calendar program is asked to look again. */
const refreshSeconds = 4 * 60 * 60;

/** What stands in a calendar without deadlines, as one without anything is none (RFC 5545 section 3.6). */
const utcZone = [
  ...["BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"],
  ...["TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE", ""],
].join("\r\n");

/** A publisher's certificate deadlines of the year ahead as an iCalendar (RFC 5545), one event a host. */
export async function buildCalendar(
  db: Db,
  { publisherId, now, publicUrl }: CalendarQuestion,
): Promise<string> {
  const until = new Date(now.getTime() + daysAhead * daySeconds * 1_000);
  const deadlines = await readDeadlines(db, { publisherId, from: now, until, limit: hostsMax });
  const hostIds = deadlines.map(({ hostId }) => hostId);
  const feeds = await listFeedsOfHosts(db, { publisherId, hostIds, perHost: feedsMax });
  const byHost = Map.groupBy(feeds, ({ hostId }) => hostId);
  const calendar = ical({
    name: "Earshot: certificates that end",
    prodId: { company: "Earshot", product: "certificates", language: "EN" },
    ttl: refreshSeconds,
  });
  for (const deadline of deadlines) {
    calendar.createEvent({
      // A renewed certificate is another deadline, whose event replaces this one.
      id: `${deadline.hostId}-${deadline.expiresAt.getTime()}@earshot`,
      start: deadline.expiresAt,
      stamp: now,
      summary: `Certificate of ${nameOf(deadline)} ends`,
      description: describe(deadline, byHost.get(deadline.hostId) ?? []),
      url: `${publicUrl}/`,
      transparency: ICalEventTransparency.TRANSPARENT,
      alarms: alarmDays.map((days) => ({ type: ICalAlarmType.display, trigger: days * daySeconds })),
    });
  }
  const text = `${calendar.toString()}\r\n`;
  return deadlines.length > 0 ? text : text.replace("END:VCALENDAR", `${utcZone}END:VCALENDAR`);
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

function nameOf({ hostname, port }: Deadline): string {
  return port === 443 ? hostname : `${hostname}:${port}`;
}

function describe(deadline: Deadline, feeds: readonly HostFeed[]): string {
  const { shows, episodes, endpoints } = deadline;
  const titles = feeds.flatMap(({ title }) => (title === null ? [] : [`- ${title}`]));
  const more = shows > titles.length ? [`and ${shows - titles.length} more`] : [];
  const losses = [
    ...(shows > 0
      ? [`${count(episodes, "episode")} of ${count(shows, "show")} can no longer be downloaded`]
      : []),
    ...(endpoints > 0 ? [`no notice can be delivered to ${endpoints} of your webhooks`] : []),
  ];
  return [
    `Unless somebody renews the certificate of ${nameOf(deadline)}, ${losses.join(" and ")} from then on.`,
    "Ask whoever runs that host to renew it, and to check that its renewal is automatic.",
    ...titles,
    ...(titles.length > 0 ? more : []),
  ].join("\n");
}
