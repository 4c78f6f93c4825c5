import { z } from "zod";
import { instant, pageQuery, severity, uuid } from "./basics.ts";
import { affectedScope, explainedFault, failingHop } from "./notice-schema.ts";

/** What a list of incidents may be narrowed by. */
export const incidentQuery = pageQuery.extend({
  state: z
    .enum(["open", "resolved"], "is none of open, resolved")
    .optional()
    .meta({ description: "Both when left out." }),
});

/** An incident as one publisher, or ops, may see it. */
export const incidentSchema = z
  .object({
    id: uuid,
    state: z.enum(["open", "resolved"]),
    recovering: z.boolean().meta({ description: "Open, but the last look was good: not yet believed." }),
    kind: z.enum(["certificate", "host", "feed"]).meta({ description: "What the incident is about." }),
    where: z.string().meta({ description: "What broke, by name." }),
    severity,
    drill: z.boolean().meta({ description: "An exercise that its publisher asked for: nothing is broken." }),
    summary: z.string(),
    since: instant,
    openedAt: instant,
    updatedAt: instant,
    resolvedAt: instant.nullable(),
    reason: z.enum(["recovered", "withdrawn", "unverifiable"]).nullable(),
    relapse: z.int(),
    sequence: z.int(),
    faults: z.array(explainedFault),
    failing: z.array(failingHop),
    affected: affectedScope,
    episodeMinutes: z.number().meta({
      description:
        "What it has cost so far: for each minute, your episodes that could not be heard. Counted at each look while it is open.",
    }),
    acknowledgedAt: instant.nullable(),
    withheldSince: instant.nullable().meta({
      description:
        "Since when a maintenance window or a mute keeps notices of it back; null when nothing is kept.",
    }),
    parentId: uuid.nullable().meta({
      description:
        "The incident of the host that this one turned out to be a part of; it ends with that one.",
    }),
  })
  .meta({ id: "Incident" });

/** An incident with what was seen. */
export const incidentDetailSchema = incidentSchema
  .extend({
    evidence: z.object({ first: z.unknown(), latest: z.unknown() }).meta({
      description:
        "The first and the latest failing look: a probe or a host check. URLs are left out where they may be another publisher's.",
    }),
  })
  .meta({ id: "IncidentDetail" });
