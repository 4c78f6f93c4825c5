import { formatDuration, formatInstant } from "@earshot/domain";
import { z } from "zod";
import type { NoticeData } from "../notice-message.ts";
import { instant, line } from "./read-notice-details.ts";
import { wrapText } from "./wrap-text.ts";

const partOf = <Item extends z.ZodType>(item: Item) => z.object({ total: z.int(), items: z.array(item) });
const count = z.int();

const digest = z.object({
  quiet: z.boolean(),
  until: instant,
  shows: partOf(z.object({ show: line, availability: z.number().nullable(), unreachable: count })),
  incidents: partOf(
    z.object({
      ...{ title: line, where: line, since: instant, resolvedAt: instant.nullable() },
      ...{ shows: count, episodes: count, endpoints: count.catch(0) },
    }),
  ),
  warnings: partOf(
    z.object({ code: line, title: line, remedy: line, shows: count, episodes: count, hosts: count }),
  ),
  certificates: partOf(
    z.object({
      ...{ host: line, port: count, expiresAt: instant },
      ...{ shows: count, episodes: count, endpoints: count.catch(0) },
    }),
  ),
});

type Digest = z.output<typeof digest>;

const indent = "  ";
const deeper = `${indent}${indent}`;

/** The paragraphs of a weekly digest below its summary; of a week in which nothing was wrong only what is ahead. */
export function describeDigest(data: NoticeData): string[] {
  const week = digest.parse(data);
  return [
    ...(week.quiet ? [] : section("Your shows, worst first", week.shows, describeShow)),
    ...section("Incidents of the week", week.incidents, describeIncident),
    ...section("Open warnings, and what to do", week.warnings, describeWarning),
    ...section("Certificates that end within 30 days", week.certificates, (one) =>
      describeCertificate(one, week.until),
    ),
  ];
}

function describeShow({ show, availability, unreachable }: Digest["shows"]["items"][number]): string {
  const share = availability === null ? "could not be told" : `heard at ${percentOf(availability)} of looks`;
  const now = unreachable === 0 ? "" : `, ${countOf(unreachable, "episode")} cannot be heard now`;
  return wrapText(`${show}: ${share}${now}`, deeper, `${indent}- `);
}

function describeIncident(incident: Digest["incidents"]["items"][number]): string {
  const { title, where, since, resolvedAt } = incident;
  const span =
    resolvedAt === null
      ? `open since ${formatInstant(since)}`
      : `from ${formatInstant(since)}, over after ${formatDuration(resolvedAt.getTime() - since.getTime())}`;
  return wrapText(`${title} at ${where}: ${span}; ${scopeOf(incident)}`, deeper, `${indent}- `);
}

function describeWarning(warning: Digest["warnings"]["items"][number]): string {
  const { title, code, remedy } = warning;
  const first = wrapText(`${title} (${code}): ${scopeOf(warning)}`, deeper, `${indent}- `);
  return `${first}\n${wrapText(remedy, deeper)}`;
}

function describeCertificate(one: Digest["certificates"]["items"][number], until: Date): string {
  const left = formatDuration(one.expiresAt.getTime() - until.getTime());
  const text = `${one.host}, port ${one.port}: ends at ${formatInstant(one.expiresAt)}, in ${left}; ${scopeOf(one)}`;
  return wrapText(text, deeper, `${indent}- `);
}

function section<Item>(
  title: string,
  { total, items }: { readonly total: number; readonly items: readonly Item[] },
  describe: (item: Item) => string,
): string[] {
  if (total === 0) return [];
  const hidden = total - items.length;
  const rest = hidden === 0 ? [] : [`${indent}- and ${new Intl.NumberFormat("en").format(hidden)} more`];
  return [[title, ...items.map(describe), ...rest].join("\n")];
}

function scopeOf(scope: {
  readonly shows: number;
  readonly episodes: number;
  readonly hosts?: number;
  readonly endpoints?: number;
}): string {
  const { shows, episodes, hosts = 0, endpoints = 0 } = scope;
  const parts: readonly (readonly [number, string])[] = [
    [shows, "show"],
    [episodes, "episode"],
    [hosts, "host"],
    [endpoints, "webhook endpoint"],
  ];
  const told = parts.flatMap(([many, noun]) => (many > 0 ? [countOf(many, noun)] : []));
  return told.length === 0 ? "nothing of yours any more" : told.join(", ");
}

/** Rounded down, so that only what was always heard is 100%. */
function percentOf(share: number): string {
  return `${Math.floor(share * 10_000) / 100}%`;
}

function countOf(many: number, noun: string): string {
  return `${new Intl.NumberFormat("en").format(many)} ${noun}${many === 1 ? "" : "s"}`;
}
