import { equivalentCommands } from "@earshot/probe";
import { z } from "zod";
import { instant, uuid } from "./basics.ts";
import { brokenLook } from "./examples/probe-examples.ts";
import { affected, story } from "./examples/story.ts";
import { incidentSchema } from "./incident-schema.ts";
import { affectedScope } from "./notice-schema.ts";
import { exampleOf, withExample } from "./with-example.ts";

/** The evidence of an incident, to be forwarded. */
export const evidenceBundle = z
  .object({
    version: z.literal(1),
    generatedAt: instant,
    headline: z.string(),
    incident: incidentSchema.pick({
      id: true,
      kind: true,
      where: true,
      severity: true,
      since: true,
      openedAt: true,
      resolvedAt: true,
      reason: true,
      relapse: true,
      faults: true,
      failing: true,
    }),
    affected: affectedScope,
    urlsLeftOut: z.boolean().meta({
      description: "Whether the URLs of shared looks are left out, since they may be another publisher's.",
    }),
    looks: z
      .array(
        z.object({
          role: z
            .enum(["own", "first", "latest"])
            .meta({ description: "The latest at one's own enclosure, the first of all, the latest of all." }),
          kind: z.enum(["probe", "host-check"]),
          look: z.unknown().meta({
            description:
              "What was seen: hops, addresses, timings, headers, the served chain in PEM, the first bytes.",
          }),
          commands: z
            .array(z.string())
            .meta({ description: "Command lines, quoted for a POSIX shell, that show the same." }),
        }),
      )
      .max(3),
  })
  .meta({ id: "EvidenceBundle" });

/** The body that makes a link. */
export const newEvidenceLink = z
  .strictObject({
    days: z
      .int("give a whole number of days")
      .min(1, "a link holds for a day at least")
      .max(365, "a link holds for 365 days at most")
      .default(30)
      .meta({ description: "How long it holds." }),
  })
  .meta({ id: "NewEvidenceLink", examples: [{ days: 30 }] });

/** A link to the evidence of an incident, without its token. */
export const evidenceLink = z
  .object({
    id: uuid,
    incidentId: uuid,
    createdAt: instant,
    expiresAt: instant,
    openedAt: instant.nullable().meta({ description: "When somebody last opened it." }),
  })
  .meta({ id: "EvidenceLink" });

/** A link just made. */
export const createdEvidenceLink = evidenceLink
  .extend({ url: z.string().meta({ description: "Shown only now. Whoever has it may read the evidence." }) })
  .meta({ id: "CreatedEvidenceLink" });

withExample(evidenceBundle, {
  version: 1,
  generatedAt: story.lastLookAt,
  headline: `Certificate expired at ${story.host} since 2026-11-25 00:00:00 UTC`,
  incident: evidenceBundle.shape.incident.parse(exampleOf(incidentSchema)),
  affected,
  urlsLeftOut: false,
  looks: [
    {
      ...{ role: "own", kind: "probe", look: brokenLook },
      commands: [...equivalentCommands(brokenLook)],
    },
  ],
});
withExample(evidenceLink, {
  id: "01a21007-5d20-7a0e-9c33-17b2c5f4e860",
  incidentId: story.incidentId,
  createdAt: "2026-11-25T00:07:30.016Z",
  expiresAt: "2026-12-25T00:07:30.016Z",
  openedAt: "2026-11-25T00:12:44.731Z",
});
withExample(createdEvidenceLink, {
  ...exampleOf(evidenceLink),
  openedAt: null,
  url: "https://earshot.example/evidence/5Qm2rV8xN0aTzK3uLwYpC7dFhJ1sGbE9oRtIvXqMnUk",
});
