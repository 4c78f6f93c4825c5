import { z } from "zod";
import { uuid } from "./basics.ts";
import { story } from "./examples/story.ts";
import { newFeed } from "./feed-schema.ts";
import { withExample } from "./with-example.ts";

const count = z.int().nonnegative();

/** The body that registers many feeds. */
export const feedImport = z
  .strictObject({
    feeds: z
      .array(newFeed, "give the list of feeds")
      .min(1, "give at least one feed")
      .max(1_000, "give at most 1,000 feeds at a time"),
  })
  .meta({
    id: "FeedImport",
    examples: [
      {
        feeds: [
          { url: "https://example.org/feed.xml", labels: ["flagship"] },
          { url: "https://example.org/b.xml" },
        ],
      },
    ],
  });

/** What became of one of many feeds. */
export const importedFeed = z
  .object({
    url: z.string().meta({ description: "As it was given." }),
    outcome: z.enum(["created", "known", "refused"]),
    id: uuid.nullable().meta({ description: "The feed; null when it was refused." }),
    reason: z.string().nullable().meta({ description: "Why it was refused, and what to do." }),
  })
  .meta({ id: "ImportedFeed" });

/** What became of many feeds. */
export const importResult = z
  .object({ created: count, known: count, refused: count, items: z.array(importedFeed) })
  .meta({ id: "ImportResult" });

withExample(importResult, {
  created: 1,
  known: 1,
  refused: 1,
  items: [
    { url: story.feedUrl, outcome: "known", id: story.feedId, reason: null },
    { url: story.secondFeedUrl, outcome: "created", id: story.secondFeedId, reason: null },
    {
      url: "ftp://old.harbouraudio.example/feed.xml",
      outcome: "refused",
      id: null,
      reason: 'The scheme "ftp" is not supported. Give an https:// or http:// URL.',
    },
  ],
});
