import {
  codesOfKey,
  type FailingHop,
  type FaultCode,
  formatIncidentKey,
  type IncidentKey,
  relapseWindowMs,
  severityOfKey,
} from "@earshot/domain";
import {
  addIncidentSubject,
  type Db,
  type IncidentPlace,
  type IncidentRow,
  type NewIncident,
  openIncident,
  readAffectedPublishers,
  readLiveIncident,
  readRecentlyResolved,
  updateIncident,
} from "@earshot/storage";
import { idsOf } from "./affected-of.ts";
import type { OutcomeReport } from "./record-outcome.ts";
import { tellAffected } from "./tell-affected.ts";
import { tellAgain } from "./tell-again.ts";

/**
 * Makes a confirmed subject a member of the incident of a key: of the live one, or of one that recovered within the
 * hour and now relapses, or of a new one. The caller holds the key's lock.
 */
export async function joinIncident(tx: Db, key: IncidentKey, report: OutcomeReport): Promise<void> {
  const now = report.outcome.at;
  const live = await readLiveIncident(tx, formatIncidentKey(key));
  if (live !== undefined) {
    await addIncidentSubject(tx, live.id, report.subject, now);
    const codes = mergeCodes(live.codes, codesOfKey(key, report.health.codes));
    const place = mergePlaces(live.place, report.place);
    const joined = await updateIncident(tx, live.id, { codes, place, state: "open" }, { kind: "quiet", now });
    await tellAffected(tx, joined, now);
    return;
  }
  // A host that only forgotten feeds led over may break down: that is nobody's incident.
  if ((await readAffectedPublishers(tx, idsOf([report.subject]))).length === 0) return;
  const { incident, isRelapse } = await beginIncident(tx, key, report);
  await addIncidentSubject(tx, incident.id, report.subject, now);
  if (isRelapse) await tellAgain(tx, incident, now);
  await tellAffected(tx, incident, now);
}

/** What is known of a new incident beyond the report of its first member. */
export type Beginning = Partial<Pick<NewIncident, "since" | "blamed" | "place">>;

/**
 * Opens an incident of a key that has no live one, or reopens the one that recovered within the hour. Without members
 * and without telling anybody yet.
 */
export async function beginIncident(
  tx: Db,
  key: IncidentKey,
  report: OutcomeReport,
  beginning: Beginning = {},
): Promise<{ readonly incident: IncidentRow; readonly isRelapse: boolean }> {
  const since = new Date(report.outcome.at.getTime() - relapseWindowMs);
  const recent = await readRecentlyResolved(tx, formatIncidentKey(key), since);
  const incident =
    recent === undefined
      ? await open(tx, key, report, beginning)
      : await reopen(tx, recent, withCodes(report, codesOfKey(key, report.health.codes)), beginning);
  return { incident, isRelapse: recent !== undefined };
}

function open(tx: Db, key: IncidentKey, report: OutcomeReport, beginning: Beginning): Promise<IncidentRow> {
  const { health, outcome, place, evidence } = report;
  return openIncident(tx, {
    key: formatIncidentKey(key),
    kind: key.kind,
    severity: severityOfKey(key),
    codes: codesOfKey(key, health.codes),
    place,
    evidence: { first: evidence, latest: evidence },
    since: health.since === null ? outcome.at : new Date(health.since),
    now: outcome.at,
    ...beginning,
  });
}

function reopen(
  tx: Db,
  recent: IncidentRow,
  report: OutcomeReport,
  { blamed, place = report.place }: Beginning,
): Promise<IncidentRow> {
  const change = {
    state: "open",
    resolvedAt: null,
    reason: null,
    relapse: recent.relapse + 1,
    codes: mergeCodes(recent.codes, report.health.codes),
    place,
    evidence: { first: recent.evidence.first, latest: report.evidence },
    hostId: blamed?.hostId ?? null,
    blamedFor: blamed?.blamedFor ?? null,
    parentId: null,
  } as const;
  return updateIncident(tx, recent.id, change, { kind: "told", now: report.outcome.at });
}

/** Codes seen before and now, each once, in the order first seen. */
export function mergeCodes(known: readonly FaultCode[], seen: readonly FaultCode[]): readonly FaultCode[] {
  return [...new Set([...known, ...seen])];
}

const hopsMax = 50;

/** A place with the hops of another that it does not name yet: one certificate may be served by many hosts. */
function mergePlaces(known: IncidentPlace, seen: IncidentPlace): IncidentPlace {
  const keys = new Set(known.failing.map(hopKey));
  const failing = [...known.failing, ...seen.failing.filter((hop) => !keys.has(hopKey(hop)))];
  return { ...known, failing: failing.slice(0, hopsMax) };
}

function hopKey({ host, port }: FailingHop): string {
  return `${host}:${port}`;
}

function withCodes(report: OutcomeReport, codes: readonly FaultCode[]): OutcomeReport {
  return { ...report, health: { ...report.health, codes } };
}
