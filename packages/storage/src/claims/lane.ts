import type { Lane } from "@earshot/domain";

const numbers: Readonly<Record<Lane, number>> = { hot: 0, ordinary: 1, troubled: 2 };
const names: readonly Lane[] = ["hot", "ordinary", "troubled"];

/** A lane as stored, in the order in which planners serve them. */
export function laneNumber(lane: Lane): number {
  return numbers[lane];
}

/** A stored lane by its name. */
export function laneName(lane: number): Lane {
  return names[lane] ?? "ordinary";
}

/** A hot subject must not wait for longer than this when the worker that held it has died. */
const hotLeaseMsMax = 30_000;

/** The lease on hot subjects, in milliseconds: that on others, but no longer than half a minute. */
export function hotLeaseOf(leaseMs: number): number {
  return Math.min(leaseMs, hotLeaseMsMax);
}
