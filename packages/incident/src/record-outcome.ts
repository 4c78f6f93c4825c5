import {
  advanceHealth,
  formatIncidentKey,
  type HealthRules,
  type HealthSignal,
  type IncidentKey,
  type Outcome,
  type SubjectHealth,
} from "@earshot/domain";
import {
  type Db,
  type IncidentPlace,
  type IncidentSubject,
  lockIncidentKey,
  readLiveIncident,
} from "@earshot/storage";
import { joinIncident } from "./join-incident.ts";
import { leaveIncidents } from "./leave-incidents.ts";
import { refreshIncidents } from "./refresh-incidents.ts";

/** One look at a subject, with everything that an incident about it would need to say. */
export interface OutcomeReport {
  readonly subject: IncidentSubject;
  /** The subject's health as stored. */
  readonly health: SubjectHealth;
  readonly outcome: Omit<Outcome, "joins">;
  /** What incidents this outcome is about: empty unless it is bad. */
  readonly keys: readonly IncidentKey[];
  readonly place: IncidentPlace;
  /** The probe or host check, JSON-clean: the incident keeps the first and the latest failing one. */
  readonly evidence: unknown;
}

/** What the caller has to store with the subject. */
export interface OutcomeRecorded {
  readonly health: SubjectHealth;
  readonly signal: HealthSignal;
  /** When to look again, in milliseconds; null: as usual. 0: at once. */
  readonly nextCheckMs: number | null;
}

/**
 * Advances a subject by one outcome and carries out what that means: incidents opened, joined, reopened, refreshed,
 * resolved, and a notice for every publisher concerned. Must run in the transaction that stores the outcome and
 * commits the subject's claim, so that neither can happen without the other. A sound subject costs no query.
 */
export async function recordOutcome(
  tx: Db,
  report: OutcomeReport,
  rules: HealthRules,
): Promise<OutcomeRecorded> {
  const { health, outcome } = report;
  if (outcome.kind !== "bad" && health.state === "ok") {
    return advanceHealth(health, { ...outcome, joins: false }, rules);
  }
  const isMember = health.state === "bad" || health.state === "recovering";
  const joins = !isMember && outcome.kind === "bad" && (await lockAndLook(tx, report.keys));
  const step = advanceHealth(health, { ...outcome, joins }, rules);
  if (step.signal === "confirmed") {
    await joinIncidents(tx, { ...report, health: step.health });
  } else if (step.signal === "cleared" || step.signal === "unverifiable") {
    const reason = step.signal === "cleared" ? "recovered" : "unverifiable";
    await leaveIncidents(tx, report.subject, { reason, now: outcome.at });
  } else if (isMember && outcome.kind !== "unclear") {
    const refreshed = await refreshIncidents(tx, { ...report, health: step.health });
    // Its incident was withdrawn when nobody watched any more; whoever watches again must hear of what still lasts.
    if (refreshed === 0 && outcome.kind === "bad") {
      await lockAndLook(tx, report.keys);
      await joinIncidents(tx, { ...report, health: step.health });
    }
  }
  return step;
}

async function joinIncidents(tx: Db, report: OutcomeReport): Promise<void> {
  for (const key of report.keys) await joinIncident(tx, key, report);
}

/** Takes the keys' locks, in one order for everybody, and says whether one of them has a live incident. */
async function lockAndLook(tx: Db, keys: readonly IncidentKey[]): Promise<boolean> {
  const formatted = keys.map(formatIncidentKey).sort();
  for (const key of formatted) await lockIncidentKey(tx, key);
  for (const key of formatted) if (await readLiveIncident(tx, key)) return true;
  return false;
}
