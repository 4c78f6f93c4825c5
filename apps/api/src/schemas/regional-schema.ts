import type { RegionalView, VantageLook } from "@earshot/storage";
import { z } from "zod";
import { instant, verdict } from "./basics.ts";
import { faultCode } from "./fault-schema.ts";

const regionalViewSchema = z
  .object({
    vantage: z.string(),
    bad: z.boolean(),
    codes: z.array(faultCode),
    at: instant,
  })
  .meta({ id: "RegionalView", description: "How one vantage last saw it." });

/** How each vantage sees something that is bad from one and good from another. */
export const regionalSchema = z.array(regionalViewSchema).nullable().meta({
  description:
    "How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null.",
});

/** Renders what the store keeps of a regional failure. */
export function renderRegional(views: readonly RegionalView[] | null): z.output<typeof regionalSchema> {
  return (
    views?.map((view) => ({ ...view, codes: [...view.codes], at: new Date(view.at).toISOString() })) ?? null
  );
}

/** How each vantage last saw one thing. */
export const vantageLooksSchema = z
  .array(
    z
      .object({
        vantage: z.string(),
        at: instant,
        verdict,
        codes: z.array(faultCode),
        totalMs: z.number().nullable(),
      })
      .meta({ id: "VantageLook", description: "The latest look of one vantage." }),
  )
  .meta({ description: "The latest look of each vantage that looked within a day." });

const dayMs = 86_400_000;

/** Since when a vantage must have looked for its look to be told. */
export function dayBefore(now: Date): Date {
  return new Date(now.getTime() - dayMs);
}

/** Renders the latest look of each vantage. */
export function renderVantageLooks(looks: readonly VantageLook[]): z.output<typeof vantageLooksSchema> {
  return looks.map((look) => ({ ...look, codes: [...look.codes], at: look.at.toISOString() }));
}

/** How each vantage sees those enclosures of a feed that can be heard from one and not from another. */
export const feedRegionalSchema = z
  .array(
    z
      .object({ vantage: z.string(), unreachable: z.int(), heard: z.int() })
      .meta({ id: "RegionalCount", description: "How many of them one vantage can hear, and how many not." }),
  )
  .nullable()
  .meta({
    description:
      "Enclosures that can be heard from one vantage and not from another, counted by vantage: a regional failure, which opens no incident for the rest of the world. Null when there are none.",
  });
