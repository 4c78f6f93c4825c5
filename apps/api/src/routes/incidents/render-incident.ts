import { explainFault, summarizeEnd, summarizeTrouble } from "@earshot/domain";
import type { IncidentView } from "@earshot/storage";
import type { z } from "zod";
import { withoutUrls } from "../../evidence/without-urls.ts";
import type { incidentDetailSchema, incidentSchema } from "../../schemas/incident-schema.ts";

/** An incident as the API lists it. */
export type IncidentItem = z.output<typeof incidentSchema>;

/** Renders an incident in the words that notices use, for the publisher's own part. */
export function renderIncident(view: IncidentView): IncidentItem {
  const { incident, scope, acknowledgedAt, withheldSince, episodeMinutes } = view;
  const { codes, place, since, resolved_at: resolvedAt, reason } = incident;
  const facts = { codes, where: place.where, since, affected: scope };
  const isOver = resolvedAt !== null && reason !== null;
  const summary = isOver ? summarizeEnd({ ...facts, resolvedAt, reason }) : summarizeTrouble(facts);
  const isDrill = incident.drill_ends_at !== null;
  return {
    id: incident.id,
    state: resolvedAt === null ? "open" : "resolved",
    recovering: incident.state === "recovering",
    kind: incident.kind,
    where: place.where,
    severity: incident.severity,
    drill: isDrill,
    summary: isDrill ? `This is a drill, nothing is broken. ${summary}` : summary,
    since: since.toISOString(),
    openedAt: incident.opened_at.toISOString(),
    updatedAt: incident.updated_at.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    reason,
    relapse: incident.relapse,
    sequence: incident.sequence,
    faults: codes.map(explainFault),
    failing: place.failing.map((hop) => ({ ...hop, addresses: [...hop.addresses] })),
    affected: { ...scope, samples: [...scope.samples], endpoints: [...scope.endpoints] },
    episodeMinutes: Math.round(episodeMinutes),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    withheldSince: withheldSince?.toISOString() ?? null,
    parentId: incident.parent_id,
  };
}

/**
 * Renders an incident with its evidence. A feed's incident is shown whole to whoever may see it; evidence of a shared
 * host or certificate may have been gathered on another publisher's enclosure, so its URLs are for ops alone.
 */
export function renderIncidentDetail(
  view: IncidentView,
  viewer: { readonly isOps: boolean },
): z.output<typeof incidentDetailSchema> {
  const { kind, evidence } = view.incident;
  const showsUrls = viewer.isOps || kind === "feed";
  const show = (look: unknown) => (showsUrls ? look : withoutUrls(look));
  return {
    ...renderIncident(view),
    evidence: { first: show(evidence.first), latest: show(evidence.latest) },
  };
}
