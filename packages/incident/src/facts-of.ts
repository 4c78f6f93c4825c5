import { type AffectedScope, placeFor } from "@earshot/domain";
import type { IncidentRow } from "@earshot/storage";
import type { IncidentFacts } from "./build-incident-notice.ts";

/** What the key of a drill begins with; the subscription that it is about follows. */
export const drillKeyPrefix = "drill:";

/** A stored incident as notices tell of it to a publisher of which it touches this. */
export function factsOf(incident: IncidentRow, { endpoints }: AffectedScope): IncidentFacts {
  const { id, sequence, severity, codes, since, reason, relapse } = incident;
  const place = placeFor(incident.place, endpoints);
  return {
    id,
    parentId: incident.parent_id,
    sequence,
    severity,
    codes,
    where: place.where,
    failing: place.failing,
    since,
    openedAt: incident.opened_at,
    resolvedAt: incident.resolved_at,
    reason,
    relapse,
    ...(incident.drill_ends_at !== null && { drillOf: incident.key.slice(drillKeyPrefix.length) }),
  };
}
