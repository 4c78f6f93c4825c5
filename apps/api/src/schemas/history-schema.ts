import { z } from "zod";
import { instant } from "./basics.ts";
import { exampleOf, withExample } from "./with-example.ts";

const count = z.int().nonnegative();
const hoursMax = 90 * 24;
const hoursText = `hours must be a whole number from 1 to ${hoursMax}`;

/** How far back a plot goes, and how wide its points are. */
export const historyQuery = z.strictObject({
  hours: z.coerce
    .number(hoursText)
    .int(hoursText)
    .min(1, hoursText)
    .max(hoursMax, hoursText)
    .default(7 * 24)
    .meta({ description: "How many hours back, the one in hand included." }),
  per: z.enum(["hour", "day"]).default("hour").meta({ description: "What one item sums up (days in UTC)." }),
});

const latencySchema = z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).meta({
  id: "LatencyQuantiles",
  description: "Milliseconds, at most 9 % off; of looks that were heard only.",
});

/** What an hour or a day of looks came to. */
const historyFields = {
  at: instant.meta({ description: "The beginning of the hour or day." }),
  vantage: z.string().nullable().meta({ description: "Where from; null for all vantages together." }),
  looks: count,
  healthy: count,
  degraded: count,
  unreachable: count,
  inconclusive: count,
  availability: z.number().min(0).max(1).nullable().meta({
    description: "Share that a listener would have heard, of those that could be told; null of none.",
  }),
  latencyMs: latencySchema.nullable(),
};

/** One point of a feed's plot. */
export const feedHistoryItem = z.object(historyFields).meta({ id: "FeedHistoryPoint" });

/** One point of a host's plot. */
export const hostHistoryItem = z
  .object({
    ...historyFields,
    of: z.enum(["probes", "checks"]).meta({
      description: "Probes of the audio at this host (whole redirect chain), or fresh handshakes with it.",
    }),
  })
  .meta({ id: "HostHistoryPoint" });

withExample(feedHistoryItem, {
  at: "2026-11-25T00:00:00.000Z",
  vantage: null,
  ...{ looks: 360, healthy: 121, degraded: 2, unreachable: 236, inconclusive: 1 },
  availability: 0.343,
  latencyMs: { p50: 164.2, p95: 418.7, p99: 902.5 },
});
withExample(hostHistoryItem, { ...exampleOf(feedHistoryItem), of: "probes" });

/** A plot: hours or days without a look are left out. */
export function historyOf<T extends z.ZodType>(item: T) {
  const history = z.object({ from: instant, until: instant, items: z.array(item), next: z.null() });
  const [from, until] = ["2026-11-24T01:00:00.000Z", "2026-11-25T01:00:00.000Z"];
  // The output of a schema that is a type parameter cannot be followed; its own example holds it.
  const example = { from, until, items: [exampleOf(item)], next: null } as z.output<typeof history>;
  return withExample(history, example);
}
