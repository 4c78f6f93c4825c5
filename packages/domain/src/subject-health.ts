import type { FaultCode } from "./fault-catalogue.ts";

/**
 * How one watched thing (a host, a media URL, a feed) stands over time.
 *
 * `ok`: nothing to say. `suspect`: bad, not yet confirmed. `bad`: confirmed, a member of an open incident.
 * `recovering`: a member still, good since `goodSince`, waiting to be believed.
 */
export interface SubjectHealth {
  readonly state: "ok" | "suspect" | "bad" | "recovering";
  /** First bad outcome of the present trouble, ISO 8601 UTC; null while ok. */
  readonly since: string | null;
  /** Outcomes of the present state in a row: bad ones while suspect or bad, clear ones while recovering. */
  readonly streak: number;
  /** First clear outcome in a row while recovering, ISO 8601 UTC. */
  readonly goodSince: string | null;
  /** Latest outcome that told us anything, ISO 8601 UTC: after 24 h without one an open trouble is unverifiable. */
  readonly conclusiveAt: string | null;
  /** Latest time a trouble of this subject was resolved, ISO 8601 UTC; a relapse is counted from it. */
  readonly resolvedAt: string | null;
  /** How often the trouble came back within an hour of its resolution. */
  readonly relapses: number;
  /** Outage codes seen in the present trouble. */
  readonly codes: readonly FaultCode[];
  /** Since when a suspect that every look confirmed waits for its host to be decided about, ISO 8601 UTC; else null. */
  readonly heldSince: string | null;
}

/** A subject that was never in trouble. */
export const soundHealth: SubjectHealth = {
  state: "ok",
  since: null,
  streak: 0,
  goodSince: null,
  conclusiveAt: null,
  resolvedAt: null,
  relapses: 0,
  codes: [],
  heldSince: null,
};

/** What one probe or host check says about its subject, reduced to what the rules need. */
export interface Outcome {
  readonly at: Date;
  /** `bad`: an outage fault. `clear`: healthy or degraded. `unclear`: inconclusive, which neither confirms nor clears. */
  readonly kind: "bad" | "clear" | "unclear";
  readonly codes: readonly FaultCode[];
  /** True when a known deadline announced this fault (an expiry): one more look at once confirms it. */
  readonly predicted: boolean;
  /** True when an incident about the same certificate or host is open: the subject joins it without waiting. */
  readonly joins: boolean;
  /** True while it is open whether the subject's host is to blame: a suspect waits for that, at most a minute. */
  readonly holds?: boolean;
  /** True when many unrelated hosts failed at the same moment: the suspect is looked at once more than usual. */
  readonly correlated?: boolean;
}

/** Delays that decide how fast trouble is believed and forgotten, in milliseconds. */
export interface HealthRules {
  /** Waits before each re-check of a suspect; it is confirmed when all of them were bad. */
  readonly confirmDelaysMs: readonly number[];
}

/**
 * What the step means for incidents. `held`: confirmed but for the decision about its host. `confirmed`: open one or
 * join it. `cleared`: the subject leaves its incident.
 * `dismissed`: a suspect turned out fine. `unverifiable`: a day of nothing but inconclusive outcomes.
 */
export type HealthSignal =
  | "none"
  | "suspected"
  | "held"
  | "confirmed"
  | "worse"
  | "cleared"
  | "dismissed"
  | "unverifiable";

/** One step: the new health, its meaning, and when to look again (milliseconds from the outcome; null: as usual). */
export interface HealthStep {
  readonly health: SubjectHealth;
  readonly signal: HealthSignal;
  readonly nextCheckMs: number | null;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** While an incident is open its subjects are looked at after 10 s, 30 s, then every minute. */
const openRecheckMs: readonly number[] = [10 * secondMs, 30 * secondMs, minuteMs];
/** Two clear outcomes resolve; after a relapse the subject must stay good this long, by relapse count. */
const relapseQuietMs: readonly number[] = [2 * minuteMs, 5 * minuteMs, 15 * minuteMs, 60 * minuteMs];
/** A trouble that returns within an hour of its resolution is the same trouble. */
export const relapseWindowMs = hourMs;
/** How long a suspect waits for the decision about its host, and how often it is looked at meanwhile. */
const hostDecisionMs = minuteMs;
const heldRecheckMs = 20 * secondMs;
const unclearWaitMsMax = 15 * minuteMs;
const unverifiableAfterMs = 24 * hourMs;
const clearsToResolve = 2;

/** Whether the next bad look at this subject may confirm it, so that its host should be put to the vote now. */
export function isNearConfirmation(health: SubjectHealth, rules: HealthRules): boolean {
  return health.state === "suspect" && health.streak >= rules.confirmDelaysMs.length;
}

/**
 * A subject whose trouble an open incident of its host already speaks for: nothing is said of it, and it is looked at
 * again when that incident is over.
 */
export function leaveToHost(health: SubjectHealth, at: Date): HealthStep {
  return { health: makeSound(health, at.toISOString()), signal: "none", nextCheckMs: null };
}

/** Advances a subject by one outcome. Pure: the same health, outcome and rules always give the same step. */
export function advanceHealth(health: SubjectHealth, outcome: Outcome, rules: HealthRules): HealthStep {
  switch (outcome.kind) {
    case "bad":
      return health.state === "ok" || health.state === "suspect"
        ? advanceSuspect(health, outcome, rules)
        : stayBad(health, outcome);
    case "clear":
      return advanceClear(health, outcome);
    case "unclear":
      return advanceUnclear(health, outcome, rules);
  }
}

function advanceSuspect(health: SubjectHealth, outcome: Outcome, rules: HealthRules): HealthStep {
  const waitMs = confirmationWaitMs(health, outcome, rules);
  // Something else made it due: what fails twice within a second was not looked at twice.
  if (waitMs > 0) return { health, signal: "none", nextCheckMs: waitMs };
  const streak = health.state === "suspect" ? health.streak + 1 : 1;
  const at = outcome.at.toISOString();
  const troubled: SubjectHealth = {
    ...health,
    since: health.since ?? at,
    streak,
    goodSince: null,
    conclusiveAt: at,
    codes: mergeCodes(health.codes, outcome.codes),
  };
  const isConfirmed = outcome.joins || streak > looksToConfirm(outcome, rules);
  const heldSince = health.heldSince ?? at;
  const heldLeftMs = hostDecisionMs - (outcome.at.getTime() - Date.parse(heldSince));
  if (isConfirmed && (outcome.joins || outcome.holds !== true || heldLeftMs <= 0)) {
    const relapses = countRelapse(health, outcome.at);
    return {
      health: { ...troubled, state: "bad", streak: 1, relapses, heldSince: null },
      signal: "confirmed",
      nextCheckMs: openRecheckMs[0] ?? minuteMs,
    };
  }
  if (isConfirmed) {
    return {
      health: { ...troubled, state: "suspect", heldSince },
      signal: health.heldSince === null ? "held" : "none",
      nextCheckMs: Math.min(heldRecheckMs, heldLeftMs),
    };
  }
  return {
    health: { ...troubled, state: "suspect" },
    signal: streak === 1 ? "suspected" : "none",
    nextCheckMs: outcome.predicted ? 0 : confirmDelayMs(streak, outcome, rules),
  };
}

/** How much of a suspect's present delay is left, in milliseconds; 0 where this outcome may count. */
function confirmationWaitMs(health: SubjectHealth, outcome: Outcome, rules: HealthRules): number {
  if (health.state !== "suspect" || health.conclusiveAt === null || outcome.joins || outcome.predicted)
    return 0;
  const delayMs = confirmDelayMs(health.streak, outcome, rules);
  return Math.max(0, Date.parse(health.conclusiveAt) + delayMs - outcome.at.getTime());
}

function looksToConfirm(outcome: Outcome, rules: HealthRules): number {
  const looks = rules.confirmDelaysMs.length;
  if (outcome.predicted) return Math.min(1, looks);
  return outcome.correlated === true ? looks + 1 : looks;
}

/** The wait after the bad outcome number `streak` (from 1); the last delay also stands before the additional look. */
function confirmDelayMs(streak: number, outcome: Outcome, { confirmDelaysMs }: HealthRules): number {
  const lastMs = outcome.correlated === true ? confirmDelaysMs.at(-1) : 0;
  return confirmDelaysMs[streak - 1] ?? lastMs ?? 0;
}

function stayBad(health: SubjectHealth, outcome: Outcome): HealthStep {
  const codes = mergeCodes(health.codes, outcome.codes);
  const streak = health.state === "bad" ? health.streak + 1 : 1;
  return {
    health: {
      ...health,
      state: "bad",
      streak,
      goodSince: null,
      conclusiveAt: outcome.at.toISOString(),
      codes,
    },
    signal: codes.length > health.codes.length ? "worse" : "none",
    nextCheckMs: openRecheckMs[Math.min(streak - 1, openRecheckMs.length - 1)] ?? minuteMs,
  };
}

function advanceClear(health: SubjectHealth, outcome: Outcome): HealthStep {
  const at = outcome.at.toISOString();
  if (health.state === "ok")
    return { health: { ...health, conclusiveAt: at }, signal: "none", nextCheckMs: null };
  if (health.state === "suspect")
    return { health: makeSound(health, at), signal: "dismissed", nextCheckMs: null };
  const streak = health.state === "recovering" ? health.streak + 1 : 1;
  const goodSince = health.state === "recovering" ? (health.goodSince ?? at) : at;
  const quietLeftMs = quietMs(health.relapses) - (outcome.at.getTime() - Date.parse(goodSince));
  if (streak >= clearsToResolve && quietLeftMs <= 0) {
    return { health: { ...makeSound(health, at), resolvedAt: at }, signal: "cleared", nextCheckMs: null };
  }
  return {
    health: { ...health, state: "recovering", streak, goodSince, conclusiveAt: at },
    signal: "none",
    nextCheckMs: Math.min(minuteMs, Math.max(10 * secondMs, quietLeftMs)),
  };
}

function advanceUnclear(health: SubjectHealth, outcome: Outcome, rules: HealthRules): HealthStep {
  if (health.state === "ok") return { health, signal: "none", nextCheckMs: null };
  const at = outcome.at.toISOString();
  if (outcome.at.getTime() - Date.parse(health.conclusiveAt ?? at) >= unverifiableAfterMs) {
    const signal = health.state === "suspect" ? "dismissed" : "unverifiable";
    return { health: { ...makeSound(health, at), resolvedAt: at }, signal, nextCheckMs: null };
  }
  const waitMs = health.state === "suspect" ? unclearWaitMs(health, outcome, rules) : minuteMs;
  return { health, signal: "none", nextCheckMs: waitMs };
}

/** Whoever answers nothing that tells us anything is asked ever less often: as long again as it has been silent. */
function unclearWaitMs(health: SubjectHealth, outcome: Outcome, rules: HealthRules): number {
  const silentMs = outcome.at.getTime() - Date.parse(health.conclusiveAt ?? outcome.at.toISOString());
  const delayMs = rules.confirmDelaysMs[health.streak - 1] ?? heldRecheckMs;
  return Math.max(delayMs, Math.min(silentMs, unclearWaitMsMax));
}

function makeSound(health: SubjectHealth, at: string): SubjectHealth {
  return { ...soundHealth, resolvedAt: health.resolvedAt, relapses: health.relapses, conclusiveAt: at };
}

function countRelapse(health: SubjectHealth, at: Date): number {
  if (health.resolvedAt === null) return 0;
  return at.getTime() - Date.parse(health.resolvedAt) <= relapseWindowMs ? health.relapses + 1 : 0;
}

function quietMs(relapses: number): number {
  return relapses === 0 ? 0 : (relapseQuietMs[Math.min(relapses, relapseQuietMs.length) - 1] ?? 0);
}

function mergeCodes(known: readonly FaultCode[], seen: readonly FaultCode[]): readonly FaultCode[] {
  return [...new Set([...known, ...seen])];
}
