import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import type { CoverageReader } from "../../ops/open-coverage-reader.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { instant } from "../../schemas/basics.ts";

const count = z.int().nonnegative();

const coverageItem = z
  .object({
    subject: z.enum(["feed", "newest", "catalogue", "host"]).meta({
      description: "Feeds; enclosures of each feed's newest episodes; all other enclosures; hosts.",
    }),
    total: count,
    withinPeriod: count.meta({ description: "Looked at within their period, new within it, or parked." }),
    share: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: "withinPeriod ÷ total; null without subjects." }),
    parked: count.meta({ description: "Not looked at because an open incident of a host speaks for them." }),
    neverChecked: count,
    ageP95Ms: z.number().nullable().meta({ description: "Age of the last look that 95 % stay below." }),
  })
  .meta({ id: "Coverage" });

const notChecked = z.object({ what: z.string(), why: z.string() });

/** What no check of ours covers at all, published as loudly as what failed. */
const blindSpots: readonly z.output<typeof notChecked>[] = [
  { what: "IPv6 addresses", why: "not checked from a vantage that has no IPv6" },
  { what: "certificate revocation", why: "players do not check it for downloads" },
];

/** `GET /v1/ops/coverage`: how much of what is watched was looked at within its period. */
export function showCoverage(
  app: ApiInstance,
  deps: { readonly auth: Auth; readonly coverage: CoverageReader },
): void {
  app.get(
    "/v1/ops/coverage",
    {
      onRequest: deps.auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "How much was looked at within its period",
        description: "Measured every 10 s at most.",
        response: {
          200: z.object({
            at: instant,
            items: z.array(coverageItem),
            notChecked: z.array(notChecked),
            next: z.null(),
          }),
          ...problemAnswers(),
        },
      },
    },
    async () => {
      const { at, kinds } = await deps.coverage.read();
      const items = kinds.map(({ kind, subjects, covered, parked, neverChecked, ageP95Ms }) => ({
        ...{ subject: kind, total: subjects, withinPeriod: covered, parked, neverChecked, ageP95Ms },
        share: subjects === 0 ? null : covered / subjects,
      }));
      return { at: at.toISOString(), items, notChecked: [...blindSpots], next: null };
    },
  );
}
