import type {
  AffectedScope,
  FailingHop,
  FaultCode,
  IncidentKey,
  ResolutionReason,
  Severity,
} from "@earshot/domain";
import type { Jsonb } from "../schema/json.ts";

/** What broke, by name, and the hops that failed. */
export interface IncidentPlace {
  readonly where: string;
  readonly failing: readonly FailingHop[];
}

/** The first and the latest failing look, JSON-clean. */
export interface IncidentEvidence {
  readonly first: unknown;
  readonly latest: unknown;
}

/** Kinds of things that can be a member of an incident. */
export type SubjectKind = "host" | "media" | "feed";

/** Tables of incidents. */
export interface IncidentTables {
  incidents: {
    id: string;
    key: string;
    kind: IncidentKey["kind"];
    state: "open" | "recovering" | "resolved";
    severity: Severity;
    codes: FaultCode[];
    place: Jsonb<IncidentPlace>;
    evidence: Jsonb<IncidentEvidence>;
    since: Date;
    opened_at: Date;
    updated_at: Date;
    resolved_at: Date | null;
    reason: ResolutionReason | null;
    relapse: number;
    sequence: number;
  };
  incident_subjects: {
    incident_id: string;
    kind: SubjectKind;
    subject_id: number;
    joined_at: Date;
    good_since: Date | null;
    cleared_at: Date | null;
  };
  incident_publishers: {
    incident_id: string;
    publisher_id: string;
    shows: number;
    episodes: number;
    scope: Jsonb<AffectedScope>;
    told_at: Date;
    told_episodes: number;
    acknowledged_at: Date | null;
  };
}
