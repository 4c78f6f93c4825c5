import {
  advanceHealth,
  type BlamedHost,
  type HealthRules,
  type HealthSignal,
  type IncidentKey,
  type Outcome,
  type SubjectHealth,
} from "@earshot/domain";
import { type Db, dropComplaints, type IncidentPlace, type IncidentSubject } from "@earshot/storage";
import { leaveIncidents } from "./leave-incidents.ts";
import { recordMember } from "./record-member.ts";
import { recordSuspect } from "./record-suspect.ts";
import { refreshIncidents } from "./refresh-incidents.ts";

/** One look at a subject, with everything that an incident about it would need to say. */
export interface OutcomeReport {
  readonly subject: IncidentSubject;
  /** The subject's health as stored. */
  readonly health: SubjectHealth;
  readonly outcome: Omit<Outcome, "joins" | "holds">;
  /** What incidents this outcome is about: empty unless it is bad. */
  readonly keys: readonly IncidentKey[];
  readonly place: IncidentPlace;
  /** The probe or host check, JSON-clean: the incident keeps the first and the latest failing one. */
  readonly evidence: unknown;
  /** The host at which an enclosure or a document fails, which may turn out to be to blame; null or left out when none may. */
  readonly failingAt?: BlamedHost | null;
}

/** What the caller has to store with the subject. */
export interface OutcomeRecorded {
  readonly health: SubjectHealth;
  readonly signal: HealthSignal;
  /** When to look again, in milliseconds; null: as usual. 0: at once. */
  readonly nextCheckMs: number | null;
}

/**
 * Advances a subject by one outcome and carries out what that means: incidents opened, joined, escalated, reopened,
 * refreshed, resolved, and a notice for every publisher concerned. Must run in the transaction that stores the outcome
 * and commits the subject's claim, so that neither can happen without the other. A sound subject costs no query.
 */
export async function recordOutcome(
  tx: Db,
  report: OutcomeReport,
  rules: HealthRules,
): Promise<OutcomeRecorded> {
  const { health, outcome } = report;
  const isMember = health.state === "bad" || health.state === "recovering";
  if (outcome.kind === "bad") {
    return isMember ? recordMember(tx, report, rules) : recordSuspect(tx, report, rules);
  }
  const step = advanceHealth(health, { ...outcome, joins: false }, rules);
  if (health.state === "ok") return step;
  if (outcome.kind === "clear") await dropComplaints(tx, report.subject);
  if (step.signal === "cleared" || step.signal === "unverifiable") {
    const reason = step.signal === "cleared" ? "recovered" : "unverifiable";
    await leaveIncidents(tx, report.subject, { reason, now: outcome.at });
  } else if (isMember && outcome.kind === "clear") {
    await refreshIncidents(tx, { ...report, health: step.health });
  }
  return step;
}
