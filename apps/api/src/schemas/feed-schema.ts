import { z } from "zod";
import { instant, pageQuery, rowId, search, standing, uuid, verdict } from "./basics.ts";
import { brokenProbe, soundProbe } from "./examples/probe-examples.ts";
import { endedFault, story } from "./examples/story.ts";
import { faultCode, faultSchema } from "./fault-schema.ts";
import { probeEvidenceSchema } from "./probe-schema.ts";
import { feedRegionalSchema, regionalSchema, vantageLooksSchema } from "./regional-schema.ts";
import { exampleOf, withExample } from "./with-example.ts";

const count = z.int().nonnegative();

/** Words that a publisher sorts feeds by. */
export const labels = z
  .array(
    z
      .string()
      .trim()
      .min(1, "a label has at least one character")
      .max(64, "a label has at most 64 characters"),
  )
  .max(20, "a feed has at most 20 labels")
  .overwrite((given) => [...new Set(given)]);

/** The body that registers a feed. */
export const newFeed = z
  .strictObject({
    url: z.string("give the URL of the feed").min(1, "give the URL of the feed"),
    labels: labels.optional(),
  })
  .meta({ id: "NewFeed", examples: [{ url: "https://example.org/feed.xml" }] });

const checkEveryMinutes = z
  .int("checkEveryMinutes must be a whole number from 5 to 360, or null")
  .min(5, "checkEveryMinutes must be at least 5")
  .max(360, "checkEveryMinutes must be at most 360")
  .nullable()
  .meta({
    description:
      "How often to fetch the feed; null leaves it to the operator. Of several publishers of one feed the shortest wish holds.",
  });

/** The body that changes a feed. */
export const feedChange = z
  .strictObject({
    labels: labels.optional(),
    watchStaleness: z.boolean().optional(),
    publicStatus: z.boolean().optional(),
    checkEveryMinutes: checkEveryMinutes.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    message: "name what to change: labels, watchStaleness, publicStatus or checkEveryMinutes",
  })
  .meta({ id: "FeedChange", examples: [{ labels: ["flagship"] }, { publicStatus: true }] });

/** What a list of feeds may be narrowed by. */
export const feedQuery = pageQuery.extend({
  label: z.string().min(1).max(64).optional(),
  search: search("Part of the title or URL."),
  verdict: verdict.optional().meta({ description: "Of the feed itself." }),
  standing: standing.optional().meta({ description: "The worst of the feed itself and its enclosures." }),
  order: z.enum(["newest", "worst"], "is none of newest, worst").default("newest").meta({
    description:
      "The newest registration first; or the worst standing first, and of those that stand alike the newest.",
  }),
});

/** How many feeds stand how, and the labels to find them by. */
export const feedSummarySchema = z
  .object({
    total: count,
    unreachable: count,
    degraded: count,
    inconclusive: count,
    healthy: count,
    unprobed: count,
    labels: z
      .array(z.object({ label: z.string(), feeds: count }))
      .meta({ description: "The labels in use, the commonest first; at most 100." }),
  })
  .meta({ id: "FeedSummary", description: "How many feeds there are, by their standing." });

/** A feed as its publisher sees it. */
export const feedSchema = z
  .object({
    id: uuid,
    publisherId: uuid,
    url: z.string().meta({ description: "As registered; never rewritten." }),
    labels: z.array(z.string()),
    watchStaleness: z
      .boolean()
      .meta({ description: "Whether `feed.stale` is told when no new episode comes as expected." }),
    checkEveryMinutes,
    publicStatus: z.boolean().meta({
      description: "Whether anybody may see its badge and status page, at /v1/status/{id}.",
    }),
    ownership: z
      .object({
        provenBy: z.enum(["txt", "email"]).nullable(),
        text: z.string().meta({
          description: 'To prove it, put this into the feed as <podcast:txt purpose="verify">.',
        }),
      })
      .meta({
        description:
          "Whether the feed is proven to be the account's own: by that text, or by the account's e-mail address as its " +
          "itunes:owner's. Seen at the next fetch.",
      }),
    nextExpectedAt: instant
      .nullable()
      .meta({ description: "When the next episode is to be expected at the latest, where the feed tells." }),
    title: z.string().nullable(),
    link: z.string().nullable(),
    podcastGuid: z.string().nullable(),
    format: z.enum(["rss", "atom", "rdf", "json"]).nullable(),
    verdict: verdict.nullable().meta({ description: "Of the feed itself; null before its first fetch." }),
    standing: standing.meta({
      description:
        "The worst of the feed itself and its enclosures, by which lists are ordered and narrowed; it follows them within seconds.",
    }),
    status: z.int().nullable().meta({ description: "HTTP status of the last fetch." }),
    faults: z.array(faultSchema),
    episodes: count,
    enclosures: z
      .object({
        total: count,
        healthy: count,
        degraded: count,
        unreachable: count,
        inconclusive: count,
        unprobed: count,
      })
      .meta({ description: "How many enclosures it has, by the verdict of each one's last probe." }),
    regionalEnclosures: feedRegionalSchema,
    createdAt: instant,
    crawledAt: instant.nullable().meta({ description: "The last fetch." }),
    crawledFrom: z.string().nullable().meta({ description: "The vantage of the last fetch." }),
    regional: regionalSchema,
    okAt: instant.nullable().meta({ description: "The last fetch that found a feed." }),
    newestAt: instant.nullable().meta({ description: "Publication of the newest episode." }),
  })
  .meta({ id: "Feed" });

/** What a list of enclosures may be narrowed by. */
export const enclosureQuery = pageQuery.extend({
  verdict: verdict.optional(),
  search: search("Part of the episode's title, or of the URL."),
  hostId: rowId.optional().meta({ description: "Only those with this host on their way." }),
});

/** One media URL of an episode. */
export const enclosureSchema = z
  .object({
    id: rowId,
    feedId: uuid,
    url: z.string(),
    guid: z.string().nullable(),
    title: z.string().nullable(),
    publishedAt: instant.nullable(),
    kind: z.enum(["primary", "alternate"]),
    type: z.string().nullable(),
    length: z.number().nullable(),
    verdict: verdict.nullable().meta({
      description:
        "The worst of its last probe and the open host incidents on its redirect chain; null before its first probe.",
    }),
    parked: z.boolean().meta({
      description:
        "Not asked for at the moment, because a host on its redirect chain has an open incident that speaks for it.",
    }),
    regional: regionalSchema,
    faults: z.array(faultSchema),
    probedAt: instant.nullable(),
    expiresAt: instant.nullable().meta({ description: "When the first certificate on its way ends." }),
  })
  .meta({ id: "Enclosure" });

/** One enclosure with the last looks that were kept in full. */
export const enclosureDetailSchema = enclosureSchema
  .extend({
    vantages: vantageLooksSchema,
    lastFailure: probeEvidenceSchema.nullable(),
    lastEvidence: probeEvidenceSchema
      .nullable()
      .meta({ description: "The last probe that was kept in full." }),
  })
  .meta({ id: "EnclosureDetail" });

/** One past probe of an enclosure. */
export const pastProbeSchema = z
  .object({
    at: instant,
    vantage: z.string(),
    verdict,
    codes: z.array(faultCode),
    status: z.int().nullable().meta({ description: "HTTP status of the last hop." }),
    hops: count,
    totalMs: z.number().nullable(),
    evidence: probeEvidenceSchema.nullable().meta({
      description: "The whole probe, kept on a change of verdict and on a sample.",
    }),
  })
  .meta({ id: "PastProbe" });

/** When a feed is to be checked, as was asked. */
export const askedCheck = z.object({ id: uuid, dueAt: instant }).meta({ id: "AskedCheck" });

withExample(feedSchema, {
  ...{ id: story.feedId, publisherId: story.publisherId, url: story.feedUrl, labels: ["flagship"] },
  ...{ watchStaleness: true, checkEveryMinutes: null, publicStatus: true },
  ownership: { provenBy: "txt", text: "earshot-verify=7c9e6679-7425-40de-944b-e07fc1f90ae7" },
  nextExpectedAt: "2026-12-02T06:00:00.000Z",
  ...{ title: story.show, link: story.siteUrl, podcastGuid: "917393e3-1b1e-5cef-ace4-edaa54e1f810" },
  ...{ format: "rss", verdict: "healthy", status: 200, faults: [], episodes: 118, standing: "unreachable" },
  ...{ crawledFrom: "eu-west", regional: null, regionalEnclosures: null },
  enclosures: { total: 118, healthy: 115, degraded: 2, unreachable: 1, inconclusive: 0, unprobed: 0 },
  createdAt: story.joinedAt,
  crawledAt: story.soundAt,
  okAt: story.soundAt,
  newestAt: story.publishedAt,
});
withExample(enclosureSchema, {
  ...{ id: "90417", feedId: story.feedId, url: story.enclosureUrl, guid: story.guid, title: story.episode },
  ...{ publishedAt: story.publishedAt, kind: "primary", type: "audio/mpeg", length: 48_121_344 },
  ...{ verdict: "unreachable", parked: false, regional: null, faults: [endedFault] },
  probedAt: story.lastLookAt,
  expiresAt: story.endedAt,
});
withExample(enclosureDetailSchema, {
  ...exampleOf(enclosureSchema),
  vantages: [
    {
      ...{ vantage: "eu-west", at: story.lastLookAt, verdict: "unreachable" },
      ...{ codes: ["certificate.expired"], totalMs: 46.2 },
    },
  ],
  lastFailure: brokenProbe,
  lastEvidence: brokenProbe,
});
withExample(pastProbeSchema, {
  ...{ at: story.soundAt, vantage: "eu-west", verdict: "healthy", codes: [], status: 206, hops: 3 },
  totalMs: 167.3,
  evidence: soundProbe,
});
withExample(askedCheck, { id: story.feedId, dueAt: "2026-11-25T00:10:02.118Z" });
withExample(feedSummarySchema, {
  ...{ total: 2, unreachable: 1, degraded: 0, inconclusive: 0, healthy: 1, unprobed: 0 },
  labels: [{ label: "flagship", feeds: 1 }],
});
