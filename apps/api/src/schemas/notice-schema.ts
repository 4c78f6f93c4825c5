import { noticeTypes } from "@earshot/domain";
import { z } from "zod";
import { instant, severity, uuid } from "./basics.ts";
import { faultCode } from "./fault-schema.ts";

/** What a notice is about. */
export const noticeType = z.enum(noticeTypes).meta({ id: "NoticeType" });

/** One fault in words that a publisher understands. */
export const explainedFault = z
  .object({
    code: faultCode,
    severity,
    title: z.string(),
    explanation: z.string(),
    remedy: z.string(),
  })
  .meta({ id: "ExplainedFault" });

/** The hop at which it broke. */
export const failingHop = z
  .object({
    host: z.string(),
    port: z.int(),
    role: z.enum(["prefix", "host", "cdn", "feed"]).nullable(),
    addresses: z.array(z.string()),
    certificate: z
      .object({
        fingerprint256: z.string(),
        subject: z.string(),
        issuer: z.string(),
        notBefore: instant,
        notAfter: instant,
      })
      .nullable(),
  })
  .meta({ id: "FailingHop" });

/** What of the publisher's own suffers. */
export const affectedScope = z
  .object({
    shows: z.int(),
    episodes: z.int(),
    samples: z
      .array(
        z.object({
          feedId: z.string(),
          show: z.string().nullable(),
          episode: z.string().nullable(),
          guid: z.string().nullable(),
          url: z.string().nullable(),
        }),
      )
      .max(20),
    endpoints: z
      .array(z.object({ id: uuid, host: z.string() }))
      .max(5)
      .meta({
        description:
          "Your webhook endpoints at a host that is broken: notices to them may not arrive. Shows and episodes may then be 0.",
      }),
  })
  .meta({
    id: "AffectedScope",
    description: "Only the receiving publisher's own shows, episodes and webhook endpoints.",
  });

/** The `data` of the `incident.*` notices. */
export const incidentNoticeData = z
  .object({
    version: z.literal(1),
    incidentId: z.string(),
    parentId: z.string().nullable().meta({
      description:
        "The incident of the host that this one turned out to be a part of; it ends with that one.",
    }),
    sequence: z.int().meta({ description: "Strictly increasing per incident: drop what is older." }),
    occurredAt: instant,
    severity,
    reminder: z.int().optional().meta({ description: "Which reminder this is; left out of what is news." }),
    drill: z.boolean().meta({ description: "An exercise that you asked for: nothing is broken." }),
    feedId: z.string().optional().meta({ description: "The feed that a drill is about." }),
    summary: z.string(),
    since: instant,
    openedAt: instant,
    resolvedAt: instant.nullable(),
    reason: z.enum(["recovered", "withdrawn", "unverifiable"]).nullable(),
    relapse: z.int(),
    faults: z.array(explainedFault),
    failing: z.array(failingHop),
    affected: affectedScope,
    episodeMinutes: z.number().meta({
      description: "What it has cost so far: for each minute, your episodes that could not be heard.",
    }),
    link: z.string(),
  })
  .meta({ id: "IncidentNoticeData" });

/** The `data` of the `certificate.*` notices. */
export const certificateNoticeData = z
  .object({
    version: z.literal(1),
    sequence: z.int(),
    occurredAt: instant,
    severity,
    summary: z.string(),
    threshold: z.int().min(1).max(4).nullable(),
    expiresAt: instant,
    faults: z.array(explainedFault),
    failing: z.array(failingHop),
    affected: affectedScope,
    link: z.string(),
  })
  .meta({ id: "CertificateNoticeData" });

const plainNotice = z.object({
  version: z.literal(1),
  sequence: z.int(),
  occurredAt: instant,
  summary: z.string(),
  link: z.string(),
});

/** The `data` of `feed.changed`. */
export const feedNoticeData = plainNotice
  .extend({
    severity,
    feedId: z.string(),
    url: z.string(),
    title: z.string().nullable(),
    guidsChanged: z.int().meta({ description: "How many episodes have another guid than before." }),
    urlsChanged: z.int().meta({ description: "How many episodes have another enclosure URL than before." }),
  })
  .meta({ id: "FeedNoticeData" });

/** The `data` of `endpoint.disabled`. */
export const endpointNoticeData = plainNotice
  .extend({
    severity,
    warning: z.boolean().meta({
      description: "True half-way: the endpoint still gets notices, and is disabled if it goes on failing.",
    }),
    endpointId: z.string(),
    host: z.string(),
    reason: z.string(),
    failingSince: instant,
  })
  .meta({ id: "EndpointNoticeData" });

/** The `data` of `webhook.test`. */
export const testNoticeData = plainNotice.extend({ endpointId: z.string() }).meta({ id: "TestNoticeData" });
