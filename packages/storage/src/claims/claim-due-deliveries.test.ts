import { beforeEach, expect, test } from "vitest";
import { newReceiver, now, relay, writeNotice } from "../../test/open-outbox.ts";
import { later, openTestStore } from "../../test/open-test-store.ts";
import { claimDueDeliveries, type DeliveryClaimRequest, insertNotices, inTransaction } from "../index.ts";

const store = await openTestStore();
const { db } = store;
let written = 0;

beforeEach(async () => {
  for (const table of ["publishers", "schedule"] as const) await db.deleteFrom(table).execute();
});

/** An endpoint for which so many deliveries wait. */
async function newEndpoint(waiting: number): Promise<string> {
  const { publisherId, endpoints } = await newReceiver(store, [null]);
  for (let count = 0; count < waiting; count++) {
    await writeNotice(store, { publisherId, dedupeKey: `claim ${written++}` });
  }
  await relay(store, 10_000);
  return endpoints[0]?.endpoint.id ?? "";
}

function claim(change: Partial<DeliveryClaimRequest> = {}) {
  const request = { lane: "hot", limit: 100, leaseMs: 60_000, now, ...change } as const;
  return inTransaction(store, (tx) => claimDueDeliveries(tx, request));
}

/** How many of each endpoint's deliveries these are. */
async function countByEndpoint(ids: readonly number[]) {
  const rows = await db.selectFrom("deliveries").select(["id", "endpoint_id"]).execute();
  const endpointOf = new Map(rows.map((row) => [row.id, row.endpoint_id]));
  return Map.groupBy(ids, (id) => endpointOf.get(id) ?? "");
}

test("each endpoint's first comes before anybody's second, and the rest stays for the next claim", async () => {
  const [crowded, one, other] = [await newEndpoint(5), await newEndpoint(1), await newEndpoint(1)];
  const first = await claim({ limit: 3 });
  expect(new Set((await countByEndpoint(first.deliveryIds)).keys())).toEqual(new Set([crowded, one, other]));
  expect(first.hasMore).toBe(true);
  const second = await claim();
  expect((await countByEndpoint(second.deliveryIds)).get(crowded)).toHaveLength(4);
  expect(second).toMatchObject({ hasMore: false });
  expect(await claim()).toMatchObject({ deliveryIds: [], hasMore: false });
});

test("an endpoint has at most eight under way, however many planners claim, until a lease ends", async () => {
  await newEndpoint(20);
  const claims = await Promise.all([claim(), claim(), claim()]);
  expect(claims.flatMap(({ deliveryIds }) => deliveryIds)).toHaveLength(8);
  expect(claims.every(({ hasMore }) => hasMore)).toBe(true);
  expect((await claim({ now: later(now, 60_000) })).deliveryIds).toHaveLength(8);
});

test("what waits for an endpoint that failed changes over to the troubled lane, due as it was", async () => {
  const [failing, well] = [await newEndpoint(3), await newEndpoint(2)];
  await db.updateTable("endpoints").set({ failures: 1 }).where("id", "=", failing).execute();
  expect([...(await countByEndpoint((await claim()).deliveryIds)).keys()]).toEqual([well]);
  const troubled = await claim({ lane: "troubled" });
  expect([...(await countByEndpoint(troubled.deliveryIds)).entries()]).toEqual([
    [failing, expect.any(Array)],
  ]);
  expect(troubled.deliveryIds).toHaveLength(3);
  // And what is relayed for it from now on goes there at once.
  const { publisher_id: publisherId } = await db
    .selectFrom("endpoints")
    .select("publisher_id")
    .where("id", "=", failing)
    .executeTakeFirstOrThrow();
  await writeNotice(store, { publisherId, dedupeKey: `claim ${written++}` });
  await relay(store);
  expect((await claim()).deliveryIds).toEqual([]);
  expect((await claim({ lane: "troubled" })).deliveryIds).toHaveLength(1);
});

test("thousands that wait for one dead endpoint keep no other out of sight", async () => {
  const dead = await newEndpoint(1);
  const restUntil = later(now, 300_000);
  await db
    .updateTable("endpoints")
    .set({ failures: 99, rest_until: restUntil })
    .where("id", "=", dead)
    .execute();
  const { publisher_id } = await db
    .selectFrom("endpoints")
    .select("publisher_id")
    .where("id", "=", dead)
    .executeTakeFirstOrThrow();
  const notices = Array.from({ length: 2_500 }, () => ({
    publisherId: publisher_id,
    incidentId: null,
    type: "incident.opened" as const,
    sequence: 1,
    occurredAt: now,
    payload: { summary: "It broke." },
    dedupeKey: `claim ${written++}`,
  }));
  await inTransaction(store, (tx) => insertNotices(tx, notices, now));
  await relay(store, 10_000);
  const behind = await newEndpoint(1);
  await db.updateTable("endpoints").set({ failures: 1 }).where("id", "=", behind).execute();
  await claim();
  await claim({ lane: "troubled" });
  expect([...(await countByEndpoint((await claim({ lane: "troubled" })).deliveryIds)).keys()]).toEqual([
    behind,
  ]);
  // When its rest ends, one delivery finds out for all.
  const after = await claim({ lane: "troubled", now: restUntil });
  expect((await countByEndpoint(after.deliveryIds)).get(dead)).toHaveLength(1);
});
