import type { Coverage, VantageCoverage } from "@earshot/storage";
import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import type { CoverageReader } from "../../ops/open-coverage-reader.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { instant } from "../../schemas/basics.ts";
import { withExample } from "../../schemas/with-example.ts";

const count = z.int().nonnegative();

const share = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .meta({ description: "withinPeriod ÷ total; null without subjects." });
const ageP95Ms = z.number().nullable().meta({ description: "Age of the last look that 95 % stay below." });

const coverageItem = z
  .object({
    subject: z.enum(["feed", "newest", "catalogue", "host"]).meta({
      description: "Feeds; enclosures of each feed's newest episodes; all other enclosures; hosts.",
    }),
    total: count,
    withinPeriod: count.meta({ description: "Looked at within their period, new within it, or parked." }),
    share,
    parked: count.meta({ description: "Not looked at because an open incident of a host speaks for them." }),
    neverChecked: count,
    stretched: count.meta({
      description:
        "Measured against a longer period than is configured: their host's budget, at the pace at which it lets itself be asked, does not allow that one.",
    }),
    longestPeriodMs: z.number().nullable().meta({
      description: "The longest period that any of them is measured against; null without subjects.",
    }),
    ageP95Ms,
    isBelowFloor: z
      .boolean()
      .meta({ description: "Whether share is less than the floor that ops have set." }),
    vantages: z
      .array(z.object({ vantage: z.string(), total: count, withinPeriod: count, share, ageP95Ms }))
      .meta({
        description:
          "The same by where the last look was made from; what was never checked is in none of them.",
      }),
  })
  .meta({ id: "Coverage" });

const notChecked = z.object({ what: z.string(), why: z.string() });

/** What no check of ours covers at all, published as loudly as what failed. */
const blindSpots: readonly z.output<typeof notChecked>[] = [
  { what: "IPv6 addresses", why: "not checked from a vantage that has no IPv6" },
  { what: "certificate revocation", why: "players do not check it for downloads" },
];

const coverageSchema = withExample(
  z.object({
    at: instant,
    floor: z.number().meta({ description: "The share below which ops are told." }),
    items: z.array(coverageItem),
    notChecked: z.array(notChecked),
    next: z.null(),
  }),
  {
    at: "2026-11-25T00:10:00.000Z",
    floor: 0.95,
    items: [
      {
        ...{ subject: "newest", total: 29_400, withinPeriod: 29_106, share: 0.99 },
        ...{ parked: 3_904, neverChecked: 12, ageP95Ms: 1_722_000, isBelowFloor: false },
        ...{ stretched: 6_100, longestPeriodMs: 5_400_000 },
        vantages: [
          { vantage: "eu-west", total: 14_690, withinPeriod: 14_549, share: 0.9904, ageP95Ms: 1_718_000 },
          { vantage: "us-east", total: 14_698, withinPeriod: 14_557, share: 0.9904, ageP95Ms: 1_725_000 },
        ],
      },
    ],
    notChecked: [...blindSpots],
    next: null,
  },
);

/** `GET /v1/ops/coverage`: how much of what is watched was looked at within its period. */
export function showCoverage(
  app: ApiInstance,
  deps: { readonly auth: Auth; readonly coverage: CoverageReader; readonly floor: number },
): void {
  app.get(
    "/v1/ops/coverage",
    {
      onRequest: deps.auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "How much was looked at within its period",
        description:
          "Measured once a minute at most. When share falls below the floor (EARSHOT_COVERAGE_FLOOR), ops get an event " +
          "`coverage.below-floor` on /v1/events, and the metric earshot_coverage_below_floor is 1.",
        response: {
          200: coverageSchema,
          ...problemAnswers(),
        },
      },
    },
    async () => {
      const { at, kinds } = await deps.coverage.read();
      const { floor } = deps;
      const items = kinds.map((one) => renderCoverage(one, floor));
      return { at: at.toISOString(), floor, items, notChecked: [...blindSpots], next: null };
    },
  );
}

function renderCoverage({ kind, vantages, ...all }: Coverage, floor: number): z.output<typeof coverageItem> {
  const { parked, neverChecked, stretched, longestPeriodMs } = all;
  const told = tellShare(all);
  return {
    ...{ subject: kind, ...told, parked, neverChecked, stretched, longestPeriodMs },
    isBelowFloor: told.share !== null && told.share < floor,
    vantages: vantages.map(({ vantage, ...some }) => ({ vantage, ...tellShare(some) })),
  };
}

function tellShare({ subjects, covered, ageP95Ms }: VantageCoverage) {
  const share = subjects === 0 ? null : covered / subjects;
  return { total: subjects, withinPeriod: covered, share, ageP95Ms };
}
