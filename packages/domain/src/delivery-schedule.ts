const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Waits before each attempt at a webhook delivery, after the schedule that Standard Webhooks 1.0 and its best senders
 * use: 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h. The last attempt is about 27.6 h after the first.
 */
export const deliveryDelaysMs: readonly number[] = [
  0,
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  10 * hourMs,
];

/** The share by which a wait may be shorter or longer, so that failed deliveries do not come back as a herd. */
const jitterShare = 0.2;
/** After a time-out or a 429 the receiver is overloaded: no attempt sooner than this. */
const overloadFloorMs = minuteMs;
/** An endpoint that has failed for this long, in at least `failuresToDisable` attempts, is disabled. */
export const disableAfterMs = 5 * dayMs;
/** Fewer failed attempts than this never disable an endpoint, however long ago the first one was. */
export const failuresToDisable = 10;

/** What decides the wait before the next attempt. */
export interface FailedAttempt {
  /** Attempts made so far, this one included (1 or more). */
  readonly attemptsMade: number;
  /** Whether the receiver timed out or answered 429. */
  readonly overloaded: boolean;
  /** The Retry-After header in milliseconds, or null. Clamped to between one and two times the planned wait. */
  readonly retryAfterMs: number | null;
  /** A random number from 0 to 1, handed in so that the rule stays pure. */
  readonly random: number;
}

/** Milliseconds until the next attempt, or null when the schedule is used up. */
export function nextDeliveryDelayMs(failed: FailedAttempt): number | null {
  const planned = deliveryDelaysMs[failed.attemptsMade];
  if (planned === undefined) return null;
  const jittered = planned * (1 - jitterShare + 2 * jitterShare * failed.random);
  const asked = failed.retryAfterMs === null ? jittered : clamp(failed.retryAfterMs, planned, 2 * planned);
  const floorMs = failed.overloaded ? overloadFloorMs : 0;
  return Math.round(Math.max(asked, floorMs));
}

/** How an endpoint has fared since its last success. */
export interface EndpointFailures {
  /** First failure since the last success, or null. */
  readonly firstFailureAt: Date | null;
  /** Failed attempts since the last success. */
  readonly failures: number;
}

/**
 * Whether an endpoint is to be disabled (`disable`), its publisher warned because half the time has passed (`warn`),
 * or neither (`keep`).
 */
export function judgeEndpoint(state: EndpointFailures, now: Date): "keep" | "warn" | "disable" {
  if (state.firstFailureAt === null) return "keep";
  const failingMs = now.getTime() - state.firstFailureAt.getTime();
  if (failingMs >= disableAfterMs && state.failures >= failuresToDisable) return "disable";
  return failingMs >= disableAfterMs / 2 && state.failures >= failuresToDisable / 2 ? "warn" : "keep";
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
