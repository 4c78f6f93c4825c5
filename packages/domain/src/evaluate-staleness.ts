import { buildFault, type Fault } from "./fault.ts";

/** `feed.stale` when the time at which an episode was expected has passed, or null. */
export function evaluateStaleness(nextExpectedAt: Date | null, now: Date): Fault | null {
  if (nextExpectedAt === null || nextExpectedAt >= now) return null;
  const day = nextExpectedAt.toISOString().slice(0, 10);
  return buildFault("feed.stale", {
    message: `A new episode was to be expected by ${day}, and none has come.`,
  });
}
