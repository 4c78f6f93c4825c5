import type {
  AffectedScope,
  FailingPlace,
  FaultCode,
  IncidentKey,
  PlacedHop,
  ResolutionReason,
  Severity,
} from "@earshot/domain";
import type { Generated } from "kysely";
import type { Jsonb } from "../schema/json.ts";

/** What broke, by name, and the hops that failed, those included that are not everybody's to know. */
export type IncidentPlace = FailingPlace<PlacedHop>;

/** The first and the latest failing look, JSON-clean. */
export interface IncidentEvidence {
  readonly first: unknown;
  readonly latest: unknown;
}

/** Kinds of things that can be a member of an incident. */
export type SubjectKind = "host" | "media" | "feed";

/** Kinds of things that can fail at a host by a fault of their own. */
export type ComplaintKind = Exclude<SubjectKind, "host">;

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
    /** The host that is blamed for what fails on it; null where nothing was escalated. */
    host_id: Generated<number | null>;
    /** What it is blamed for: its enclosures, the documents that it serves, or (null) both. */
    blamed_for: Generated<ComplaintKind | null>;
    parent_id: Generated<string | null>;
    scoped_at: Generated<Date | null>;
    /** When a drill ends by itself; null for a real incident. */
    drill_ends_at: Generated<Date | null>;
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
    /** The incident of the publisher's own feed through which it hears of this one. */
    via_id: Generated<string | null>;
    /** Whether it was told of this incident itself, and not only of one of its own feed that is a part of it. */
    opened_told: Generated<boolean>;
    /** Since when a maintenance window or a mute keeps something from it. */
    held_since: Generated<Date | null>;
    reminded_at: Generated<Date | null>;
    reminders: Generated<number>;
    episode_minutes: Generated<number>;
    counted_until: Generated<Date | null>;
  };
}
