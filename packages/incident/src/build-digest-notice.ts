import {
  type DigestNoticeData,
  type DigestShow,
  explainFault,
  faultCatalogue,
  formatInstant,
  isFaultCode,
} from "@earshot/domain";
import type { DigestFacts, ShowOfWeek } from "@earshot/storage";

/** The week that a digest tells of. */
export interface DigestWeek {
  readonly from: Date;
  readonly until: Date;
}

const showsMax = 15;
const warningsMax = 10;
const certificatesMax = 10;
const textMax = 80;

/**
 * The digest of a publisher's week. Each part has its worst few and how many there are in all, so that it stays below
 * 20 kB whatever is watched.
 */
export function buildDigestNotice(facts: DigestFacts, { from, until }: DigestWeek): DigestNoticeData {
  const shows = facts.shows.map(renderShow).toSorted(byWorst);
  const warnings = facts.warnings.flatMap(({ code, ...counts }) => {
    if (!isFaultCode(code)) return [];
    const { title, remedy } = explainFault(code);
    return [{ code, title, remedy, ...counts }];
  });
  const troubles = describeTroubles(facts, shows, warnings.length);
  const quiet = troubles.length === 0;
  const told = quiet ? "nothing was wrong" : new Intl.ListFormat("en").format(troubles);
  return {
    version: 1,
    sequence: 1,
    occurredAt: until.toISOString(),
    headline: `Weekly digest to ${until.toISOString().slice(0, 10)}: ${told}`,
    summary: `In the week to ${formatInstant(until)} ${quiet ? describeQuiet(facts, shows.length) : `${told}.`}`,
    from: from.toISOString(),
    until: until.toISOString(),
    quiet,
    shows: { total: shows.length, items: shows.slice(0, showsMax) },
    incidents: { total: facts.incidents.total, items: facts.incidents.items.map(renderIncident) },
    warnings: { total: warnings.length, items: warnings.slice(0, warningsMax) },
    certificates: {
      total: facts.deadlines.length,
      items: facts.deadlines.slice(0, certificatesMax).map(renderCertificate),
    },
    link: "/",
  };
}

function renderShow({ feedId, show, heard, told, unreachable }: ShowOfWeek): DigestShow {
  return { feedId, show: cut(show), availability: told === 0 ? null : heard / told, unreachable };
}

/** What could not be told comes before what was always heard: it may be worse. */
function byWorst(a: DigestShow, b: DigestShow): number {
  const rank = ({ availability }: DigestShow) => availability ?? 0.999_999;
  return (
    rank(a) - rank(b) ||
    b.unreachable - a.unreachable ||
    a.show.localeCompare(b.show, "en", { numeric: true })
  );
}

function renderIncident(incident: DigestFacts["incidents"]["items"][number]) {
  const { codes, where, since, resolvedAt, ...rest } = incident;
  const leading = codes.find((code) => faultCatalogue[code].severity === "outage") ?? codes[0];
  return {
    ...rest,
    title: leading === undefined ? "Trouble" : faultCatalogue[leading].title,
    where: cut(where),
    since: since.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  };
}

function renderCertificate(deadline: DigestFacts["deadlines"][number]) {
  const { hostname, port, expiresAt, shows, episodes, endpoints } = deadline;
  return { host: hostname, port, expiresAt: expiresAt.toISOString(), shows, episodes, endpoints };
}

function describeTroubles(facts: DigestFacts, shows: readonly DigestShow[], warnings: number): string[] {
  const missed = shows.filter(({ availability }) => availability !== null && availability < 1).length;
  const untold = shows.filter(({ availability }) => availability === null).length;
  const unreachable = shows.reduce((sum, show) => sum + show.unreachable, 0);
  const of = `of ${countOf(shows.length, "show")}`;
  const parts: readonly (readonly [number, string])[] = [
    [missed, `${missed} ${of} could not always be heard`],
    [untold, `of ${untold} ${of} we cannot tell whether they could be heard`],
    [unreachable, `${countOf(unreachable, "episode")} cannot be heard now`],
    [facts.incidents.total, `there ${areOf(facts.incidents.total, "incident", ["was", "were"])}`],
    [warnings, `there ${areOf(warnings, "kind of warning", ["is", "are"])} open`],
  ];
  return parts.flatMap(([count, text]) => (count > 0 ? [text] : []));
}

function describeQuiet(facts: DigestFacts, shows: number): string {
  const ending = facts.deadlines.length;
  const ahead = ending === 0 ? "" : `; ${countOf(ending, "certificate")} on the way will end within 30 days`;
  return `nothing was wrong: ${shows === 1 ? "your show" : `all ${countOf(shows, "show")} of yours`} could be heard at every look, and no warning is open${ahead}.`;
}

function areOf(count: number, noun: string, [one, many]: readonly [string, string]): string {
  return `${count === 1 ? one : many} ${countOf(count, noun)}`;
}

function countOf(count: number, noun: string): string {
  const plural = noun.startsWith("kind ") ? noun.replace("kind", "kinds") : `${noun}s`;
  return `${new Intl.NumberFormat("en").format(count)} ${count === 1 ? noun : plural}`;
}

function cut(text: string): string {
  return text.length > textMax ? `${text.slice(0, textMax - 1)}…` : text;
}
