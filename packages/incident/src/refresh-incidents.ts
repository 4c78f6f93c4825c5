import { codesOfKey, formatIncidentKey } from "@earshot/domain";
import {
  clearIncidentSubject,
  type Db,
  type IncidentRow,
  readLiveSubjects,
  saveGoodSince,
  updateIncident,
} from "@earshot/storage";
import { endIncident } from "./end-incident.ts";
import { mergeCodes } from "./join-incident.ts";
import { endIfEmpty } from "./leave-incidents.ts";
import { lockIncidentsOf } from "./lock-incidents-of.ts";
import type { OutcomeReport } from "./record-outcome.ts";
import { tellAffected } from "./tell-affected.ts";

/** What a look at a member meant for its incidents. */
export interface Refreshed {
  /** How many incidents it is a member of. */
  readonly incidents: number;
  /** Whether one of them is about something else than what was seen now, and that was gone at the last look already. */
  readonly isOtherGone: boolean;
}

/**
 * Brings the incidents of a member up to date with one more look at it: new codes and the latest evidence when it was
 * bad, the state of recovering when every member is good, and publishers who came late. One that touches nobody any
 * more is withdrawn.
 */
export async function refreshIncidents(tx: Db, report: OutcomeReport): Promise<Refreshed> {
  const incidents = await lockIncidentsOf(tx, report.subject);
  let isOtherGone = false;
  for (const incident of incidents) {
    if (isAbout(incident, report)) await refresh(tx, incident, report);
    else if (await clearOther(tx, incident, report)) isOtherGone = true;
  }
  return { incidents: incidents.length, isOtherGone };
}

/** A feed may be in two incidents, one for what cannot be read and one for what it says; a bad look is about its own. */
function isAbout(incident: IncidentRow, { subject, outcome, keys }: OutcomeReport): boolean {
  if (outcome.kind !== "bad" || subject.kind !== "feed" || incident.kind !== "feed") return true;
  return keys.some((key) => formatIncidentKey(key) === incident.key);
}

/** A feed that can be read is over being unreadable at the second such look; one that cannot tells nothing of what it says. */
async function clearOther(tx: Db, incident: IncidentRow, report: OutcomeReport): Promise<boolean> {
  if (report.failingAt != null) return false;
  const now = report.outcome.at;
  const members = await readLiveSubjects(tx, incident.id);
  const own = members.find(({ kind, id }) => kind === report.subject.kind && id === report.subject.id);
  if (own?.goodSince == null) {
    await saveGoodSince(tx, incident.id, report.subject, now);
    return false;
  }
  await clearIncidentSubject(tx, incident.id, report.subject, now);
  await endIfEmpty(tx, incident, { reason: "recovered", now });
  return true;
}

async function refresh(tx: Db, incident: IncidentRow, report: OutcomeReport): Promise<void> {
  const now = report.outcome.at;
  const goodSince = report.health.goodSince === null ? null : new Date(report.health.goodSince);
  await saveGoodSince(tx, incident.id, report.subject, goodSince);
  const isGood = (await readLiveSubjects(tx, incident.id)).every((subject) => subject.goodSince !== null);
  const state = isGood ? "recovering" : "open";
  const change = report.outcome.kind === "bad" ? latestOf(incident, report) : {};
  const current = await updateIncident(tx, incident.id, { ...change, state }, { kind: "quiet", now });
  if (!isGood && !(await tellAffected(tx, current, now))) {
    await endIncident(tx, current.id, { reason: "withdrawn", now });
  }
}

function latestOf(incident: IncidentRow, report: OutcomeReport) {
  const key = report.keys.find((one) => formatIncidentKey(one) === incident.key);
  const { codes } = report.health;
  return {
    codes: mergeCodes(incident.codes, key === undefined ? codes : codesOfKey(key, codes)),
    evidence: { first: incident.evidence.first, latest: report.evidence },
  };
}
