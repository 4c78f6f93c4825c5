import {
  advanceHealth,
  formatIncidentKey,
  type HealthRules,
  type HealthStep,
  hasHostRecovered,
  judgeHostPoll,
  voteMs,
} from "@earshot/domain";
import {
  clearIncidentSubject,
  type Db,
  dropComplaints,
  type IncidentRow,
  pollHost,
  readIncidentsOfSubject,
  readLiveSubjects,
} from "@earshot/storage";
import { escalate } from "./escalate.ts";
import { endIfEmpty } from "./leave-incidents.ts";
import { lockIncidentKeys } from "./lock-incident-keys.ts";
import type { OutcomeReport } from "./record-outcome.ts";
import { joinAll } from "./record-suspect.ts";
import { refreshIncidents } from "./refresh-incidents.ts";
import { type HostStand, hostKeyOf, standAtHost } from "./stand-at-host.ts";

/**
 * A bad look at a member of an incident. Its incidents are brought up to date; one of a feed may turn out to be its
 * host's, and what still fails on a host that has recovered goes back to its feed.
 */
export async function recordMember(tx: Db, report: OutcomeReport, rules: HealthRules): Promise<HealthStep> {
  const step = advanceHealth(report.health, { ...report.outcome, joins: false }, rules);
  const known = { ...report, health: step.health };
  const hostKey = hostKeyOf(report);
  const before = await readIncidentsOfSubject(tx, report.subject);
  const keys = [...report.keys, ...(hostKey === null ? [] : [hostKey])].map(formatIncidentKey);
  await lockIncidentKeys(tx, [...keys, ...before.map(({ key }) => key)]);
  const incidents = await readIncidentsOfSubject(tx, report.subject);
  const stand = await standAtHost(tx, report);
  if (stand === null) await dropComplaints(tx, report.subject);
  if (stand !== null && (await judgeAgain(tx, known, { stand, incidents }))) return step;
  const { incidents: joined, isOtherGone } = await refreshIncidents(tx, known);
  // Its incident was withdrawn when nobody watched any more; whoever watches again must hear of what still lasts.
  const isUntold = joined === 0;
  if (isUntold || isOtherGone || isNewlyUnreadable(stand, known, rules)) await joinAll(tx, known);
  return step;
}

/** A feed that was not itself and now cannot be read at all: another incident, once that has lasted as long as any is confirmed in. */
function isNewlyUnreadable(stand: HostStand | null, report: OutcomeReport, rules: HealthRules): boolean {
  if (stand === null || report.subject.kind !== "feed") return false;
  const confirmMs = rules.confirmDelaysMs.reduce((sum, delayMs) => sum + delayMs, 0);
  const lastedMs = report.outcome.at.getTime() - stand.failingSince.getTime();
  return lastedMs > 0 && lastedMs >= confirmMs;
}

/** Whether the question who is to blame was decided anew. */
async function judgeAgain(
  tx: Db,
  report: OutcomeReport,
  at: { readonly stand: HostStand; readonly incidents: readonly IncidentRow[] },
): Promise<boolean> {
  const { question, key, incident } = at.stand;
  const { now, hostId, kind } = question;
  const ofHost = at.incidents.find((one) => one.kind === "host");
  if (ofHost !== undefined) {
    const poll = await pollHost(tx, question);
    if (!hasHostRecovered(poll, now) || (await isHostItselfBad(tx, ofHost))) return false;
    await clearIncidentSubject(tx, ofHost.id, report.subject, now);
    await joinAll(tx, report);
    await endIfEmpty(tx, ofHost, { reason: "recovered", now });
    return true;
  }
  const isNew = report.health.since !== null && now.getTime() - Date.parse(report.health.since) <= voteMs;
  if (!isNew || incident !== undefined) return false;
  if (judgeHostPoll(await pollHost(tx, question), now) !== "host") return false;
  await escalate(tx, report, { key, hostId, kind });
  return true;
}

async function isHostItselfBad(tx: Db, incident: IncidentRow): Promise<boolean> {
  const members = await readLiveSubjects(tx, incident.id);
  return members.some(({ kind, goodSince }) => kind === "host" && goodSince === null);
}
