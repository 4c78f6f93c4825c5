import { z } from "zod";
import { instant, pageQuery, rowId, search, standing, uuid, verdict } from "./basics.ts";
import { endedCertificate, endedFault, explainedEnd, story } from "./examples/story.ts";
import { faultSchema } from "./fault-schema.ts";
import { explainedFault } from "./notice-schema.ts";
import { certificateSchema } from "./probe-schema.ts";
import { regionalSchema, vantageLooksSchema } from "./regional-schema.ts";
import { exampleOf, withExample } from "./with-example.ts";

const count = z.int().nonnegative();

/** What a list of hosts may be narrowed by. */
export const hostQuery = pageQuery.extend({
  search: search("Part of the hostname."),
  hostname: z.string().min(1).max(255).optional().meta({ description: "The whole hostname." }),
  port: z.coerce
    .number("port must be a number from 1 to 65535")
    .int("port must be a whole number from 1 to 65535")
    .min(1, "port must be at least 1")
    .max(65_535, "port must be at most 65535")
    .optional(),
  verdict: verdict.optional(),
  incident: z
    .enum(["open", "none"], "is none of open, none")
    .optional()
    .meta({ description: "Hosts in an open incident, or the others." }),
});

/** A server on the way to the audio. */
export const hostSchema = z
  .object({
    id: rowId,
    hostname: z.string(),
    port: z.int(),
    tls: z.boolean(),
    checkedAt: instant.nullable(),
    verdict: verdict.nullable(),
    faults: z.array(faultSchema),
    leafFingerprint: z.string().nullable(),
    expiresAt: instant.nullable(),
    incidentOpen: z.boolean(),
    regional: regionalSchema,
    addresses: z.array(
      z.object({
        address: z.string(),
        family: z.union([z.literal(4), z.literal(6)]),
        verdict,
        faults: z.array(faultSchema),
        tlsVersion: z.string().nullable(),
        leafFingerprint: z.string().nullable(),
        expiresAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: "Host" });

/** One host with what it serves and what hangs on it. */
export const hostDetailSchema = hostSchema
  .extend({
    role: z.enum(["prefix", "host", "cdn"]).nullable(),
    operator: z.string().nullable().meta({ description: "Who runs the host, where it is known." }),
    shows: count.meta({ description: "Your shows whose audio has it on its way." }),
    episodes: count.meta({ description: "Your episodes that have it on their way." }),
    vantages: vantageLooksSchema,
    served: z
      .array(
        z.object({
          address: z.string(),
          since: instant.meta({ description: "Since when this leaf is seen there." }),
          certificates: z.array(certificateSchema).meta({ description: "As served, leaf first." }),
        }),
      )
      .meta({ description: "What each address served when it was last looked at." }),
  })
  .meta({ id: "HostDetail" });

/** One of the publisher's feeds that depend on a host. */
export const feedOfHostSchema = z
  .object({
    id: uuid,
    title: z.string().nullable(),
    url: z.string(),
    standing,
    servesFeed: z.boolean().meta({ description: "Whether the host serves the feed itself." }),
    episodes: count.meta({ description: "How many of its episodes have the host on their way." }),
  })
  .meta({ id: "FeedOfHost" });

const hoursText = "hours must be a whole number from 1 to 168";

/** How far back faults of a host are told. */
export const hostFaultsQuery = z.strictObject({
  hours: z.coerce.number(hoursText).int(hoursText).min(1, hoursText).max(168, hoursText).default(168),
});

/** What was wrong with a host, in periods. */
export const hostFaultsSchema = z
  .object({
    from: instant,
    until: instant,
    items: z.array(
      explainedFault
        .extend({
          vantage: z.string(),
          from: instant.meta({ description: "The first look in a row that found it." }),
          until: instant.meta({ description: "The last look in a row that found it." }),
          looks: count,
          lasting: z.boolean().meta({ description: "Whether the vantage's latest look found it, too." }),
        })
        .meta({ id: "FaultPeriod" }),
    ),
    next: z.null(),
  })
  .meta({ id: "HostFaults", description: "Latest first; at most 100 periods." });

/** How far a forecast looks. */
export const forecastQuery = pageQuery.extend({
  days: z.coerce
    .number("days must be a number from 1 to 3650")
    .int("days must be a whole number from 1 to 3650")
    .min(1, "days must be at least 1")
    .max(3650, "days must be at most 3650")
    .default(60),
});

const endingHost = z.object({
  hostId: rowId,
  hostname: z.string(),
  port: z.int(),
  expiresAt: instant,
  certificate: z.string().nullable().meta({ description: "SHA-256 fingerprint of the leaf." }),
  shows: count,
  episodes: count,
  endpoints: count.meta({
    description: "Your webhook endpoints there: no notice could be delivered to them.",
  }),
  feeds: z
    .array(z.object({ id: uuid, title: z.string().nullable() }))
    .max(5)
    .meta({ description: "Up to 5 of the feeds that it touches." }),
});

/** What stops working on which day if nobody acts. */
export const forecastSchema = z
  .object({
    from: instant,
    until: instant,
    truncated: z.boolean().meta({ description: "More hosts end within the time than are on this page." }),
    items: z.array(
      z.object({
        date: z.iso.date().meta({ description: "The day, UTC." }),
        hosts: z.array(endingHost),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({
    id: "Forecast",
    description:
      "Days on which nothing ends are left out. A page counts hosts; a day whose hosts do not fit goes on on the next one.",
  });

withExample(hostSchema, {
  id: "318",
  hostname: story.host,
  port: 443,
  tls: true,
  checkedAt: story.lastLookAt,
  verdict: "unreachable",
  faults: [{ ...endedFault, hop: null }],
  leafFingerprint: endedCertificate.fingerprint256,
  expiresAt: endedCertificate.notAfter,
  incidentOpen: true,
  regional: null,
  addresses: [
    {
      ...{ address: story.hostAddress, family: 4, verdict: "unreachable", tlsVersion: "TLSv1.3" },
      faults: [{ ...endedFault, hop: null }],
      leafFingerprint: endedCertificate.fingerprint256,
      expiresAt: endedCertificate.notAfter,
    },
  ],
});
withExample(forecastSchema, {
  from: "2026-11-07T08:00:00.000Z",
  until: "2027-01-06T08:00:00.000Z",
  truncated: false,
  items: [
    {
      date: "2026-11-24",
      hosts: [
        {
          ...{ hostId: "318", hostname: story.host, port: 443, expiresAt: story.endedAt },
          certificate: endedCertificate.fingerprint256,
          ...{ shows: 2, episodes: 154, endpoints: 0 },
          feeds: [
            { id: story.feedId, title: story.show },
            { id: story.secondFeedId, title: story.secondShow },
          ],
        },
      ],
    },
  ],
  next: null,
});
withExample(hostDetailSchema, {
  ...exampleOf(hostSchema),
  ...{ role: null, operator: null, shows: 2, episodes: 154 },
  vantages: [
    {
      ...{ vantage: "eu-west", at: story.lastLookAt, verdict: "unreachable" },
      ...{ codes: ["certificate.expired"], totalMs: 62.4 },
    },
  ],
  served: [{ address: story.hostAddress, since: story.joinedAt, certificates: [endedCertificate] }],
});
withExample(feedOfHostSchema, {
  ...{ id: story.feedId, title: story.show, url: story.feedUrl },
  ...{ standing: "unreachable", servesFeed: false, episodes: 118 },
});
withExample(hostFaultsSchema, {
  from: "2026-11-18T01:00:00.000Z",
  until: "2026-11-25T01:00:00.000Z",
  items: [
    {
      ...explainedEnd,
      ...{ vantage: "eu-west", from: story.seenAt, until: story.lastLookAt, looks: 11, lasting: true },
    },
  ],
  next: null,
});
