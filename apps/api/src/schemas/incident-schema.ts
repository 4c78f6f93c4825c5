import { z } from "zod";
import { instant, pageQuery, rowId, severity, uuid } from "./basics.ts";
import { brokenProbe } from "./examples/probe-examples.ts";
import { affected, brokenHop, explainedEnd, story, summary } from "./examples/story.ts";
import { enclosureSchema } from "./feed-schema.ts";
import { affectedScope, explainedFault, failingHop } from "./notice-schema.ts";
import { exampleOf, withExample } from "./with-example.ts";

/** What a list of incidents may be narrowed by. */
export const incidentQuery = pageQuery.extend({
  state: z
    .enum(["open", "resolved"], "is none of open, resolved")
    .optional()
    .meta({ description: "Both when left out." }),
  hostId: rowId.optional().meta({ description: "Only those that this host is or was a part of." }),
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

const moments = [
  ...(["began", "confirmed", "ended", "acknowledged", "withheld"] as const),
  ...(["opened", "updated", "relapsed", "reminded", "resolved"] as const),
] as const;

/** One moment of an incident. */
export const momentSchema = z
  .object({
    at: instant,
    what: z.enum(moments).meta({
      description:
        "What happened: to the incident itself (`began`, `confirmed`, `ended`), by you (`acknowledged`, `withheld`), or a notice to you.",
    }),
    summary: z.string(),
    sequence: z.int().nullable().meta({ description: "Of the notice; null of what is none." }),
    notice: z
      .object({ id: uuid, delivered: z.int(), pending: z.int(), failed: z.int() })
      .nullable()
      .meta({ description: "The notice, and how many of its deliveries stand how." }),
  })
  .meta({ id: "IncidentMoment" });

/** How an incident went. */
export const timelineSchema = z
  .object({ items: z.array(momentSchema), next: z.null() })
  .meta({ id: "IncidentTimeline", description: "In the order of time; of many notices the latest 200." });

/** One enclosure that an incident touches. */
export const sufferingSchema = enclosureSchema
  .extend({ show: z.string().nullable() })
  .meta({ id: "SufferingEnclosure" });

withExample(incidentSchema, {
  ...{ id: story.incidentId, state: "open", recovering: false, kind: "certificate", where: story.host },
  ...{ severity: "outage", drill: false, relapse: 0, sequence: 1, reason: null, resolvedAt: null },
  summary,
  since: story.seenAt,
  openedAt: story.openedAt,
  updatedAt: story.lastLookAt,
  faults: [explainedEnd],
  failing: [brokenHop],
  affected,
  episodeMinutes: 1_180,
  acknowledgedAt: "2026-11-25T00:06:31.220Z",
  withheldSince: null,
  parentId: null,
});
withExample(incidentDetailSchema, {
  ...exampleOf(incidentSchema),
  evidence: { first: { ...brokenProbe, at: story.seenAt }, latest: brokenProbe },
});
withExample(momentSchema, {
  at: story.openedAt,
  what: "opened",
  summary,
  sequence: 1,
  notice: { id: story.noticeId, delivered: 2, pending: 0, failed: 0 },
});
withExample(timelineSchema, {
  items: [
    { at: story.seenAt, what: "began", summary: "The first look that failed.", sequence: null, notice: null },
    exampleOf(momentSchema),
  ],
  next: null,
});
withExample(sufferingSchema, { ...exampleOf(enclosureSchema), show: story.show });
