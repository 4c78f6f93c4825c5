import type { IncidentRow } from "@earshot/storage";
import type { IncidentFacts } from "./build-incident-notice.ts";

/** A stored incident as notices tell of it. */
export function factsOf(incident: IncidentRow): IncidentFacts {
  const { id, sequence, severity, codes, place, since, reason, relapse } = incident;
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
  };
}
