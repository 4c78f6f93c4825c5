import type { EnclosureTotals, PublicStatus } from "@earshot/storage";

/** How a feed stands, in the words of status pages. */
export type StatusState = "operational" | "degraded" | "outage" | "unknown";

/** Judges a feed by what was seen last: an open incident, or a feed that cannot be had, is an outage. */
export function judgeStatus({ subscription, incidents }: PublicStatus, totals: EnclosureTotals): StatusState {
  const { verdict } = subscription;
  if (incidents.some(({ resolvedAt }) => resolvedAt === null) || verdict === "unreachable") return "outage";
  if (totals.unreachable > 0 || totals.degraded > 0 || verdict === "degraded") return "degraded";
  return verdict === null || verdict === "inconclusive" ? "unknown" : "operational";
}
