import {
  advanceHealth,
  formatIncidentKey,
  type HealthRules,
  type HealthStep,
  isNearConfirmation,
  judgeHostPoll,
  leaveToHost,
} from "@earshot/domain";
import { type Db, pollHost, readLiveIncident, readLiveSubjects } from "@earshot/storage";
import { escalate } from "./escalate.ts";
import { joinIncident } from "./join-incident.ts";
import { lockIncidentKeys } from "./lock-incident-keys.ts";
import type { OutcomeReport } from "./record-outcome.ts";
import { type HostStand, hostKeyOf, standAtHost } from "./stand-at-host.ts";

/**
 * So many subjects are members of the incident of a host that is blamed for them, and are looked at every minute as its
 * sample. Whatever else fails there is left to it, so that an outage of forty thousand files ends as soon as one of forty.
 */
export const samplesMax = 20;

/**
 * A bad look at a subject that is in no incident. It joins the incident of its certificate or host at once; else it is
 * suspected, confirmed, and waits for its host to be decided about, before an incident is opened for host or feed.
 */
export async function recordSuspect(tx: Db, report: OutcomeReport, rules: HealthRules): Promise<HealthStep> {
  const { health, outcome } = report;
  const hostKey = hostKeyOf(report);
  await lockIncidentKeys(tx, [...report.keys, ...(hostKey === null ? [] : [hostKey])].map(formatIncidentKey));
  const stand = await standAtHost(tx, report);
  if (stand?.incident !== undefined) return joinHost(tx, report, { stand, rules });
  const joins = await isSharedOpen(tx, report);
  const step = advanceHealth(health, { ...outcome, joins, holds: stand !== null }, rules);
  if (stand === null) {
    if (step.signal === "confirmed") await joinAll(tx, { ...report, health: step.health });
    return step;
  }
  return decide(tx, report, { stand, step, rules });
}

/** Whether the incident of the subject's certificate or host is open. A feed's says nothing about its other files. */
async function isSharedOpen(tx: Db, { keys }: OutcomeReport): Promise<boolean> {
  for (const key of keys) {
    if (key.kind !== "feed" && (await readLiveIncident(tx, formatIncidentKey(key))) !== undefined)
      return true;
  }
  return false;
}

async function joinHost(
  tx: Db,
  report: OutcomeReport,
  at: { readonly stand: HostStand; readonly rules: HealthRules },
): Promise<HealthStep> {
  const { health, outcome } = report;
  const { incident, key } = at.stand;
  if (incident !== undefined && (await readLiveSubjects(tx, incident.id)).length >= samplesMax) {
    return leaveToHost(health, outcome.at);
  }
  const step = advanceHealth(health, { ...outcome, joins: true }, at.rules);
  await joinIncident(tx, key, { ...report, health: step.health });
  return step;
}

interface Deciding {
  readonly stand: HostStand;
  readonly step: HealthStep;
  readonly rules: HealthRules;
}

/** Asks the host's feeds as soon as a suspect is about to be confirmed, so that it seldom has to wait for them. */
async function decide(tx: Db, report: OutcomeReport, { stand, step, rules }: Deciding): Promise<HealthStep> {
  const { health, outcome } = report;
  const isHeld = step.health.state === "suspect" && step.health.heldSince !== null;
  const isConfirmed = step.signal === "confirmed";
  if (!isHeld && !isConfirmed && !isNearConfirmation(step.health, rules)) return step;
  const decision = judgeHostPoll(await pollHost(tx, stand.question), outcome.at);
  if (!isHeld && !isConfirmed) return step;
  if (decision === "host") {
    const blaming = advanceHealth(health, { ...outcome, joins: true }, rules);
    const { key, question } = stand;
    await escalate(
      tx,
      { ...report, health: blaming.health },
      { key, hostId: question.hostId, kind: question.kind },
    );
    return blaming;
  }
  if (isHeld && decision === "undecided") return step;
  const own = isHeld ? advanceHealth(health, { ...outcome, joins: false, holds: false }, rules) : step;
  await joinAll(tx, { ...report, health: own.health });
  return own;
}

/** Joins the incidents of all of a report's keys. The caller holds them. */
export async function joinAll(tx: Db, report: OutcomeReport): Promise<void> {
  for (const key of report.keys) await joinIncident(tx, key, report);
}
