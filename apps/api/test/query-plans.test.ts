import { openStore } from "@earshot/storage";
import {
  createTestDatabase,
  findSequentialScans,
  type SentQuery,
  seedFleet,
  seedHistory,
} from "@earshot/test-servers";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { openContract } from "./open-contract.ts";
import { openTestApi } from "./open-test-api.ts";

const database = await createTestDatabase();
const queries: SentQuery[] = [];
const log = pino({ level: "silent" });
/** Coverage is watched besides: it reads everything, once a minute at most. */
const onQuery = (query: SentQuery) => {
  if (!query.sql.includes("percentile_disc")) queries.push(query);
};
const store = openStore({ url: database.url, log, poolMax: 5, onQuery });
const api = await openTestApi({ store });
const contract = await openContract(api.app);
const now = new Date();
await seedFleet(database.url, {
  feeds: 5_000,
  enclosuresPerFeed: 4,
  hosts: Array.from({ length: 5_000 }, (_, n) => ({ hostname: `h${n}.example`, share: 1 / 5_000 })),
  feedsPerPublisher: 2,
  now,
  mediaPath: "/%1$s/%2$s.mp3",
  feedPath: "/%1$s.xml",
  feedHost: "feeds.example",
  seen: true,
  dueWithinMs: { feed: 900_000, newest: 1_800_000, catalogue: 2_592_000_000, host: 300_000 },
});
await seedHistory(database.url, { now, looksEach: 2, incidents: 5_000 });
afterAll(async () => {
  await store.close();
  await database.close();
});

const [publisher] = (
  await store.db.selectFrom("publishers").select("id").where("name", "=", "Publisher 7").execute()
).values();
const { key } = (
  await api.ops.ask("POST", "/v1/api-keys", { publisherId: publisher?.id, roles: ["publisher"] })
).json();
const owner = (url: string) =>
  api.app.inject({ method: "GET", url, headers: { authorization: `Bearer ${key}` } });

async function idOf(path: string): Promise<string> {
  const answer = await owner(path);
  expect([path, answer.statusCode, answer.json().items?.length > 0]).toEqual([path, 200, true]);
  return answer.json().items[0].id;
}
const feedId = await idOf("/v1/feeds");
const ids: Record<string, string> = {
  feeds: feedId,
  enclosures: await idOf(`/v1/feeds/${feedId}/enclosures`),
  hosts: await idOf("/v1/hosts"),
  incidents: await idOf("/v1/incidents"),
  deliveries: await idOf("/v1/deliveries"),
  "webhook-endpoints": "00000000-0000-4000-8000-000000000000",
  publishers: publisher?.id ?? "",
};

/** Counts everything that there is, at most once a minute. The seeded endpoints' URLs are not sealed, so not readable. */
const leftOut = ["/v1/ops/coverage", "/v1/webhook-endpoints"];

/** Queries that take another way than the bare route. */
const further = [
  "/v1/feeds?order=worst",
  "/v1/feeds?order=worst&standing=unreachable",
  "/v1/feeds?label=rare",
];

const routes = contract.operations
  .filter(({ method, answers }) => method === "GET" && !answers.includes("text/event-stream"))
  .filter(({ path }) => !leftOut.includes(path));

test.each(routes)("$name reads no big table from end to end", async ({ path, roles }) => {
  const url = path.replace(/\{\w+\}/, ids[path.split("/")[2] ?? ""] ?? "missing");
  const isForOps = roles?.includes("ops") && !roles.includes("publisher");
  queries.length = 0;
  const answer = isForOps ? await api.ops.ask("GET", url) : await owner(url);
  expect([url, answer.statusCode < 500]).toEqual([url, true]);
  expect(await findSequentialScans(database.url, queries, 2_500)).toEqual([]);
});

test.each(further)("GET %s reads no big table from end to end", async (url) => {
  queries.length = 0;
  expect([url, (await owner(url)).statusCode]).toEqual([url, 200]);
  expect(await findSequentialScans(database.url, queries, 2_500)).toEqual([]);
});
