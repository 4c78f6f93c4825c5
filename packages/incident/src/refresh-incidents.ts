import { type Db, type IncidentRow, readLiveSubjects, saveGoodSince, updateIncident } from "@earshot/storage";
import { endIncident } from "./end-incident.ts";
import { mergeCodes } from "./join-incident.ts";
import { lockIncidentsOf } from "./lock-incidents-of.ts";
import type { OutcomeReport } from "./record-outcome.ts";
import { tellAffected } from "./tell-affected.ts";

/**
 * Brings the incidents of a member up to date with one more look at it: new codes and the latest evidence when it was
 * bad, the state of recovering when every member is good, and publishers who came late. One that touches nobody any
 * more is withdrawn. Gives how many incidents the member is in.
 */
export async function refreshIncidents(tx: Db, report: OutcomeReport): Promise<number> {
  const now = report.outcome.at;
  const goodSince = report.health.goodSince === null ? null : new Date(report.health.goodSince);
  const incidents = await lockIncidentsOf(tx, report.subject);
  for (const incident of incidents) {
    await saveGoodSince(tx, incident.id, report.subject, goodSince);
    const isGood = (await readLiveSubjects(tx, incident.id)).every((subject) => subject.goodSince !== null);
    const state = isGood ? "recovering" : "open";
    const change = report.outcome.kind === "bad" ? latestOf(incident, report) : {};
    const current = await updateIncident(tx, incident.id, { ...change, state }, { kind: "quiet", now });
    if (!isGood && !(await tellAffected(tx, current, now))) {
      await endIncident(tx, current.id, { reason: "withdrawn", now });
    }
  }
  return incidents.length;
}

function latestOf(incident: IncidentRow, report: OutcomeReport) {
  return {
    codes: mergeCodes(incident.codes, report.health.codes),
    evidence: { first: incident.evidence.first, latest: report.evidence },
  };
}
