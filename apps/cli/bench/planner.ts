import { parseArgs } from "node:util";
import { claimDueMedia, commitClaims, openStore } from "@earshot/storage";
import { seedFleet } from "@earshot/test-servers";
import { skewedHosts } from "../test/support/universe/skewed-hosts.ts";
import { openBenchDatabase } from "./_database.ts";
import { requireChild, treeCpuMsOf } from "./_machine.ts";

/**
 * `pnpm bench planner [--sizes 1000,10000,100000] [--rounds 20]` claims enclosure URLs of ever larger fleets and prints
 * what a claim costs, in time and in processor time of PostgreSQL: with everything due at once, with the schedule spread
 * as it is in everyday life, and with nothing due. The budgets are those of everyday life, 5 a second and 4 at a time,
 * but for the first, where only the planner is to be the limit.
 */
const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    rounds: { type: "string", default: "20" },
  },
});
const quiet = { debug: () => {}, info: () => {}, warn: console.error, error: console.error };
const dayMs = 86_400_000;
const rows: object[] = [];
for (const feeds of options.sizes.split(",").map(Number)) rows.push(...(await measureSize(feeds)));
console.table(rows);

async function measureSize(feeds: number): Promise<readonly object[]> {
  const database = await openBenchDatabase();
  const store = openStore({ url: database.url, log: quiet, poolMax: 2 });
  try {
    const now = new Date();
    await seedFleet(database.url, {
      feeds,
      enclosuresPerFeed: 4,
      hosts: skewedHosts(400),
      feedsPerPublisher: 5,
      now,
      mediaPath: "/%1$s/%2$s.mp3",
      feedPath: "/%1$s.xml",
      feedHost: "feeds.example",
      seen: true,
      dueWithinMs: { feed: 900_000, newest: 1_800_000, catalogue: 30 * dayMs, host: 300_000 },
    });
    const everyday = { hostRate: 5, hostConcurrency: 4 };
    const free = { hostRate: 10_000, hostConcurrency: 100_000 };
    // Half an hour on, all of the newest are due.
    const herd = new Date(now.getTime() + 1_800_000);
    return [
      await measure("all due", { at: () => herd, ...free, limit: 100 }),
      await measure("every second", {
        at: (round) => new Date(now.getTime() + dayMs + round * 1_000),
        ...everyday,
        limit: 1_000,
      }),
      await measure("nothing due", { at: () => new Date(now.getTime() - dayMs), ...everyday, limit: 1_000 }),
    ];
  } finally {
    await store.close();
    await database.close();
  }

  interface Rounds {
    readonly at: (round: number) => Date;
    readonly hostRate: number;
    readonly hostConcurrency: number;
    readonly limit: number;
  }

  /** Claims round after round, and puts what was claimed off for half an hour, as workers do. */
  async function measure(what: string, { at, ...terms }: Rounds): Promise<object> {
    const postgres = requireChild("postgres");
    const times: number[] = [];
    let claimed = 0;
    let cpuMs = 0;
    for (let round = 0; round < Number(options.rounds) + 3; round++) {
      const now = at(round);
      const cpuBefore = treeCpuMsOf(postgres);
      const startedAt = performance.now();
      const { claimId, subjects } = await claimDueMedia(store.db, { ...terms, leaseMs: 90_000, now });
      // The first rounds open connections and fill caches.
      if (round >= 3) {
        times.push(performance.now() - startedAt);
        cpuMs += treeCpuMsOf(postgres) - cpuBefore;
        claimed += subjects.length;
      }
      const dueAt = new Date(now.getTime() + 1_800_000);
      const outcomes = subjects.map(({ id }) => ({
        id,
        claimId,
        dueAt,
        lane: "ordinary" as const,
        slow: false,
      }));
      await commitClaims(store.db, { kind: "media", outcomes, now });
    }
    const median = times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0;
    const each = (ms: number) => (claimed === 0 ? null : Math.round((ms * 1_000) / claimed));
    const total = times.reduce((sum, ms) => sum + ms, 0);
    return {
      ...{
        feeds,
        media: feeds * 4,
        what,
        claimsARound: claimed / times.length,
        "round ms": Number(median.toFixed(1)),
      },
      ...{ "µs a claim": each(total), "PostgreSQL CPU µs a claim": each(cpuMs) },
    };
  }
}
