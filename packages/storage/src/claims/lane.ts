import type { Lane } from "@earshot/domain";

/** A lane as stored, in the order in which planners serve them. */
export function laneNumber(lane: Lane): number {
  return lane === "hot" ? 0 : 1;
}

/** A stored lane by its name. */
export function laneName(lane: number): Lane {
  return lane === 0 ? "hot" : "ordinary";
}
