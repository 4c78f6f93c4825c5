import { type FaultCode, faultCatalogue } from "./fault-catalogue.ts";
import type { AffectedEndpoint, AffectedScope, ResolutionReason } from "./notice.ts";

/** What a summary of an incident needs. `where` names what broke, such as `media.example` or a show's title. */
export interface SummaryFacts {
  readonly codes: readonly FaultCode[];
  readonly where: string;
  readonly since: Date;
  readonly affected: AffectedScope;
}

/** One sentence for `incident.opened` and `incident.updated`. */
export function summarizeTrouble(facts: SummaryFacts): string {
  return `${titleOf(facts.codes)} at ${facts.where} since ${formatInstant(facts.since)}: ${describeLoss(facts)}.`;
}

/** One sentence for `incident.resolved`: what is over, why it was closed, and how long it lasted. */
export function summarizeEnd(
  facts: SummaryFacts & { readonly resolvedAt: Date; readonly reason: ResolutionReason },
): string {
  const lasted = formatDuration(facts.resolvedAt.getTime() - facts.since.getTime());
  const trouble = `${titleOf(facts.codes)} at ${facts.where}`;
  switch (facts.reason) {
    case "recovered":
      return `Over: ${trouble} has ended at ${formatInstant(facts.resolvedAt)} after ${lasted}.`;
    case "withdrawn":
      return `Closed: ${trouble} no longer concerns anything of yours.`;
    case "unverifiable":
      return `Closed without proof: ${trouble} could not be checked for a day, so we cannot say whether it is over.`;
  }
}

/** One sentence for `certificate.expiring`. */
export function summarizeExpiry(facts: {
  readonly hosts: readonly string[];
  readonly expiresAt: Date;
  readonly now: Date;
  readonly affected: AffectedScope;
}): string {
  const left = formatDuration(facts.expiresAt.getTime() - facts.now.getTime());
  const { shows, endpoints } = facts.affected;
  const losses = [
    ...(shows > 0 || endpoints.length === 0
      ? [`listeners cannot hear ${describeScope(facts.affected)}`]
      : []),
    ...(endpoints.length > 0 ? [`no notice can be delivered to ${describeEndpoints(endpoints)}`] : []),
  ];
  return `The certificate of ${joinNames(facts.hosts)} expires at ${formatInstant(facts.expiresAt)}, in ${left}; unless it is renewed, ${losses.join(", and ")} afterwards.`;
}

/** One sentence for `certificate.renewed`. */
export function summarizeRenewal(hosts: readonly string[], expiresAt: Date): string {
  return `The certificate of ${joinNames(hosts)} was renewed and is valid until ${formatInstant(expiresAt)}.`;
}

/** An instant as `2022-05-31 00:00:01 UTC`. */
export function formatInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A duration in its two largest units, such as `9 hours, 50 minutes`; less than a second is `less than a second`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const parts = {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
  const largest = Object.entries(parts)
    .filter(([, count]) => count > 0)
    .slice(0, 2);
  if (largest.length === 0) return "less than a second";
  return new Intl.DurationFormat("en", { style: "long" }).format(Object.fromEntries(largest));
}

function titleOf(codes: readonly FaultCode[]): string {
  const [first, ...others] = codes.filter((code) => faultCatalogue[code].severity === "outage");
  const leading = first ?? codes[0];
  if (leading === undefined) return "Trouble";
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return `${faultCatalogue[leading].title}${more}`;
}

function describeLoss({ affected, codes }: SummaryFacts): string {
  const { shows, episodes, endpoints } = affected;
  const heard =
    episodes === 0
      ? `${countOf(shows, "show")} of yours cannot be updated`
      : `listeners cannot hear ${describeScope(affected)}`;
  if (endpoints.length === 0) return shows === 0 ? "nothing of yours is affected" : heard;
  const how = codes.some((code) => /^(certificate|tls)\./.test(code)) ? " securely" : "";
  const unsent = `${describeEndpoints(endpoints)} cannot be reached${how}, so notices to ${endpoints.length === 1 ? "it" : "them"} will fail`;
  return shows === 0 ? unsent : `${heard}, and ${unsent}`;
}

function describeEndpoints(endpoints: readonly AffectedEndpoint[]): string {
  const hosts = [...new Set(endpoints.map(({ host }) => host))];
  return `your webhook endpoint${endpoints.length === 1 ? "" : "s"} at ${joinNames(hosts)}`;
}

function describeScope(affected: AffectedScope): string {
  return `${countOf(affected.episodes, "episode")} of ${countOf(affected.shows, "show")} of yours`;
}

function countOf(count: number, noun: string): string {
  return `${new Intl.NumberFormat("en").format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function joinNames(names: readonly string[]): string {
  const shown = names.slice(0, 3);
  const hidden = names.length - shown.length;
  return new Intl.ListFormat("en").format(hidden > 0 ? [...shown, `${hidden} more`] : shown);
}
