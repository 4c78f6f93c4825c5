import { type SentQuery, seedFleet } from "@earshot/test-servers";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStore, quietLog } from "../../test/open-test-store.ts";
import { listHostFeeds, openStore, readHostUse } from "../index.ts";

interface PlanNode {
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly Plans?: readonly PlanNode[];
}

const { url } = await openTestStore();
const queries: SentQuery[] = [];
const store = openStore({ url, log: quietLog, poolMax: 2, onQuery: (query) => void queries.push(query) });
afterAll(() => store.close());
const feeds = 600;
const enclosuresPerFeed = 10;
const behind = { shows: feeds / 2, episodes: (feeds / 2) * enclosuresPerFeed };

beforeAll(async () => {
  await seedFleet(url, {
    ...{ feeds, enclosuresPerFeed, feedsPerPublisher: feeds, now: new Date(), seen: true },
    // Most hosts are small, as in the world, so that statistics expect little of any.
    hosts: [
      { hostname: "largest.example", share: 0.5 },
      ...Array.from({ length: 300 }, (_, n) => ({ hostname: `h${n}.example`, share: 0.5 / 300 })),
    ],
    ...{ mediaPath: "/%1$s/%2$s.mp3", feedPath: "/%1$s.xml", feedHost: "feeds.example" },
    dueWithinMs: { feed: null, newest: null, catalogue: null, host: null },
  });
});

/** How many rows PostgreSQL handles for the last query, over all parts of its plan. */
async function countRows(): Promise<number> {
  const { sql, parameters } = queries.at(-1) ?? { sql: "", parameters: [] };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, [...parameters]);
    return sumRows(rows[0]["QUERY PLAN"][0].Plan);
  } finally {
    await client.end();
  }
}

function sumRows(node: PlanNode): number {
  const own = node["Actual Rows"] * node["Actual Loops"];
  return (node.Plans ?? []).reduce((total, one) => total + sumRows(one), own);
}

test("what hangs on the largest host is counted without going through the host for each feed", async () => {
  const [owner] = await store.db.selectFrom("publishers").select("id").execute();
  const of = { hostId: 1, publisherId: owner?.id ?? "" };
  expect(await readHostUse(store.db, of)).toEqual(behind);
  expect(await countRows()).toBeLessThan(20 * behind.episodes);
  expect(await listHostFeeds(store.db, { ...of, limit: 20 })).toHaveLength(20);
  expect(await countRows()).toBeLessThan(20 * behind.episodes);
});
