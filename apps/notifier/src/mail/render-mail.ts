import { digestType, formatDuration, formatInstant, type WrittenNoticeType } from "@earshot/domain";
import type { NoticeMessage } from "../notice-message.ts";
import { describeDigest } from "./describe-digest.ts";
import { type NoticeDetails, readNoticeDetails } from "./read-notice-details.ts";
import { renderHtml } from "./render-html.ts";
import { wrapText } from "./wrap-text.ts";

/** A notice as mail: a subject of one line, plain text, and the same as HTML. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const subjectMax = 150;
const samplesMax = 10;
const indent = "  ";

/**
 * Writes a notice for somebody who reads it on a telephone at night: what broke and since when in the first sentence,
 * then where, what to do, whom it affects. `publicUrl` is what a link begins with, null where that is not known.
 */
export function renderMail(message: NoticeMessage, publicUrl: string | null): RenderedMail {
  const details = readNoticeDetails(message.data);
  const parts = [
    wrapText(details.summary),
    ...describeSpan(message.type, details),
    ...describeFaults(details),
    ...describePlaces(details),
    ...describeAffected(details),
    ...(message.type === digestType ? describeDigest(message.data) : []),
    ...describeLink(message.type, details, publicUrl),
    // The separator of a signature, which mail programs fold away (RFC 3676 §4.3).
    `-- \nSent by Earshot. Notice ${message.id} (${message.type}).`,
  ];
  const text = `${parts.join("\n\n")}\n`;
  return { subject: subjectOf(message, details), text, html: renderHtml(text, linkOf(details, publicUrl)) };
}

function subjectOf({ type, occurredAt }: NoticeMessage, details: NoticeDetails): string {
  const mark = details.drill ? "Drill: " : "";
  const text = `[Earshot] ${mark}${headlineOf(type, details, occurredAt)}`;
  return text.length > subjectMax ? `${text.slice(0, subjectMax - 1)}…` : text;
}

function headlineOf(type: WrittenNoticeType, details: NoticeDetails, occurredAt: Date): string {
  const place = details.failing[0]?.host ?? details.affected?.samples[0]?.show ?? null;
  const [fault] = details.faults;
  const trouble = fault && `${fault.title}${place === null ? "" : ` at ${place}`}`;
  switch (type) {
    case "incident.opened":
      return trouble ?? details.summary;
    case "incident.updated":
      return `${details.reminder === null ? "Update" : "Reminder"}: ${trouble ?? details.summary}`;
    case "incident.resolved":
      return trouble ? `${details.reason === "recovered" ? "Over" : "Closed"}: ${trouble}` : details.summary;
    case "certificate.expiring": {
      if (place === null || details.expiresAt === null) return details.summary;
      const leftMs = details.expiresAt.getTime() - occurredAt.getTime();
      return `Certificate of ${place} expires in ${formatDuration(leftMs)}`;
    }
    case "certificate.renewed":
      return place === null ? details.summary : `Certificate of ${place} was renewed`;
    default:
      return details.headline ?? details.summary;
  }
}

function describeSpan(type: WrittenNoticeType, { since, resolvedAt, relapse }: NoticeDetails): string[] {
  if (since === null) return [];
  const began = `Began:   ${formatInstant(since)}`;
  const again = relapse > 0 && type !== "incident.resolved" ? [`Relapse: number ${relapse}`] : [];
  if (resolvedAt === null) return [[began, ...again].join("\n")];
  const lasted = formatDuration(resolvedAt.getTime() - since.getTime());
  return [[began, `Ended:   ${formatInstant(resolvedAt)}`, `Lasted:  ${lasted}`].join("\n")];
}

function describeFaults({ faults, resolvedAt }: NoticeDetails): string[] {
  const broke = faults.map(({ title, code, explanation }) =>
    [wrapText(`${title} (${code})`, indent), wrapText(explanation, `${indent}${indent}`)].join("\n"),
  );
  const remedies = [...new Set(faults.map(({ remedy }) => remedy))];
  return [
    ...section(resolvedAt === null ? "What is wrong" : "What was wrong", broke),
    // What is over asks for nothing.
    ...(resolvedAt === null
      ? section(
          "What to do",
          remedies.map((remedy) => wrapText(remedy, indent)),
        )
      : []),
  ];
}

function describePlaces({ failing }: NoticeDetails): string[] {
  const places = failing.map(({ host, port, role, addresses, certificate }) => {
    const kind = role === null ? "" : ` (${role})`;
    const at = addresses.length === 0 ? "" : `, seen at ${addresses.join(", ")}`;
    const lines = [wrapText(`${host}, port ${port}${kind}${at}`, `${indent}${indent}`, indent)];
    if (certificate === null) return lines.join("\n");
    const hanging = `${indent}${indent}${indent}`;
    const dates = `valid from ${formatInstant(certificate.notBefore)} to ${formatInstant(certificate.notAfter)}`;
    return [
      ...lines,
      wrapText(
        `Certificate: ${certificate.subject}, issued by ${certificate.issuer}`,
        hanging,
        `${indent}${indent}`,
      ),
      wrapText(dates, hanging),
      `${hanging}SHA-256 ${certificate.fingerprint256}`,
    ].join("\n");
  });
  return section("Where", places);
}

function describeAffected({ affected }: NoticeDetails): string[] {
  if (affected === null) return [];
  return [...describeShows(affected), ...describeEndpoints(affected)];
}

type Affected = NonNullable<NoticeDetails["affected"]>;

function describeEndpoints({ endpoints }: Affected): string[] {
  const hosts = [...new Set(endpoints.map(({ host }) => host))];
  return section(
    "Your webhook endpoints that it touches",
    hosts.map((host) => `${indent}- ${host}`),
  );
}

function describeShows({ shows, episodes, samples }: Affected): string[] {
  if (shows === 0) return [];
  const scope = [countOf(shows, "show"), ...(episodes > 0 ? [countOf(episodes, "episode")] : [])].join(", ");
  const shown = samples.slice(0, samplesMax);
  const lines = shown.map(({ show, episode, url }) => {
    const names = [show, episode].filter((name) => name !== null).join(": ");
    const first = wrapText(names === "" ? (url ?? "") : names, `${indent}${indent}`, `${indent}- `);
    return names === "" || url === null ? first : `${first}\n${indent}${indent}${url}`;
  });
  const hidden = episodes - shown.length;
  const rest = shown.length > 0 && hidden > 0 ? [`${indent}- and ${countOf(hidden, "more")}`] : [];
  return [[`Your shows that it touches: ${scope}`, ...lines, ...rest].join("\n")];
}

function describeLink(type: WrittenNoticeType, details: NoticeDetails, publicUrl: string | null): string[] {
  if (details.link === null) return [];
  const link = linkOf(details, publicUrl);
  if (type === digestType) return link === null ? [] : [`Dashboard: ${link}`];
  return [link === null ? `Evidence: ${details.link} of the API` : `Evidence: ${link}`];
}

/** Where the notice's link leads, or null where that is not known. */
function linkOf({ link }: NoticeDetails, publicUrl: string | null): string | null {
  return link === null || publicUrl === null ? null : `${publicUrl.replace(/\/+$/, "")}${link}`;
}

function section(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`${title}\n${parts.join("\n")}`];
}

function countOf(count: number, noun: string): string {
  const plural = count === 1 || noun === "more" ? noun : `${noun}s`;
  return `${new Intl.NumberFormat("en").format(count)} ${plural}`;
}
