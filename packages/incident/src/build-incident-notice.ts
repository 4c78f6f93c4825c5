import {
  type AffectedScope,
  explainFault,
  type FailingHop,
  type FaultCode,
  type IncidentNoticeData,
  type ResolutionReason,
  type Severity,
  summarizeEnd,
  summarizeTrouble,
} from "@earshot/domain";
import { fitScope } from "./fit-scope.ts";

/** What a notice tells of an incident, whoever it goes to. */
export interface IncidentFacts {
  readonly id: string;
  /** The incident of the host that it is a part of. */
  readonly parentId?: string | null;
  readonly sequence: number;
  readonly severity: Severity;
  readonly codes: readonly FaultCode[];
  /** What broke, by name: a host, or a show's title. */
  readonly where: string;
  readonly failing: readonly FailingHop[];
  readonly since: Date;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly reason: ResolutionReason | null;
  readonly relapse: number;
  /** What it has cost the publisher; left out where nothing is counted yet. */
  readonly episodeMinutes?: number;
  /** Which reminder this is, from 1; left out of what is news. */
  readonly reminder?: number;
  /** The subscription that a drill is about; left out of a real incident. */
  readonly drillOf?: string;
}

const failingMax = 5;
const faultsMax = 8;
const distinguishedNameMax = 150;
const addressesMax = 8;

/** The data of an `incident.opened`, `incident.updated` or `incident.resolved` notice to one publisher. */
export function buildIncidentNotice(
  facts: IncidentFacts,
  affected: AffectedScope,
  now: Date,
): IncidentNoticeData {
  const scope = fitScope(affected);
  const {
    id,
    parentId = null,
    sequence,
    severity,
    codes,
    where,
    since,
    openedAt,
    resolvedAt,
    reason,
    relapse,
    drillOf,
  } = facts;
  const summaryFacts = { codes, where, since, affected: scope };
  const summary =
    resolvedAt === null || reason === null
      ? summarizeTrouble(summaryFacts)
      : summarizeEnd({ ...summaryFacts, resolvedAt, reason });
  return {
    version: 1,
    incidentId: id,
    parentId,
    sequence,
    occurredAt: now.toISOString(),
    severity,
    drill: drillOf !== undefined,
    ...(drillOf !== undefined && { feedId: drillOf }),
    ...(facts.reminder !== undefined && { reminder: facts.reminder }),
    summary: `${prefixOf(facts)}${summary}`,
    since: since.toISOString(),
    openedAt: openedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    reason,
    relapse,
    faults: codes.slice(0, faultsMax).map(explainFault),
    failing: facts.failing.slice(0, failingMax).map(fitHop),
    affected: scope,
    episodeMinutes: Math.round(facts.episodeMinutes ?? 0),
    link: `/v1/incidents/${id}`,
  };
}

/** A failing hop with bounded names and list of addresses. */
export function fitHop(hop: FailingHop): FailingHop {
  const { certificate } = hop;
  return {
    ...hop,
    addresses: hop.addresses.slice(0, addressesMax),
    certificate: certificate && {
      ...certificate,
      subject: certificate.subject.slice(0, distinguishedNameMax),
      issuer: certificate.issuer.slice(0, distinguishedNameMax),
    },
  };
}

function prefixOf({ drillOf, reminder }: IncidentFacts): string {
  if (drillOf !== undefined) return "This is a drill, nothing is broken. ";
  return reminder === undefined ? "" : "Still open: ";
}
