import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { box, newReceiver, now, relay, writeNotice } from "../../test/open-outbox.ts";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  type AttemptRecord,
  claimDue,
  claimDueDeliveries,
  deleteEndpoint,
  inTransaction,
  readDeliveriesForAttempt,
  recordAttempts,
  resendDeliveries,
  rotateSecret,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
let notices = 0;

async function newDelivery() {
  const { publisherId, endpoints } = await newReceiver(store, [null]);
  const endpointId = endpoints[0]?.endpoint.id ?? "";
  const secret = endpoints[0]?.secret ?? "";
  await writeNotice(store, { publisherId, dedupeKey: `delivery ${notices++}` });
  await relay(store);
  const row = await db
    .selectFrom("deliveries")
    .select("id")
    .where("endpoint_id", "=", endpointId)
    .executeTakeFirstOrThrow();
  return { id: row.id, publisherId, endpointId, secret };
}

async function readForAttempt(id: number, at: Date) {
  return (await readDeliveriesForAttempt(db, box, [id], at))[0];
}

function readEndpoint(id: string) {
  return db.selectFrom("endpoints").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

/** Claims a delivery and records an attempt under the claim. */
async function record(delivery: { id: number; endpointId: string }, change: Partial<AttemptRecord>) {
  const claimId = randomUUID();
  await db.updateTable("schedule").set({ claim_id: claimId }).where("subject_id", "=", delivery.id).execute();
  const attempt = { ...attemptAt(delivery, change), claimId };
  return inTransaction(store, (tx) => recordAttempts(tx, [attempt], attempt.at));
}

function attemptAt(
  delivery: { id: number; endpointId: string },
  change: Partial<AttemptRecord>,
): AttemptRecord {
  return {
    claimId: randomUUID(),
    lane: "troubled",
    deliveryId: delivery.id,
    endpointId: delivery.endpointId,
    attempt: 1,
    at: now,
    status: 500,
    error: null,
    durationMs: 12.5,
    responseBody: "no",
    state: "pending",
    nextAttemptAt: later(now, 5_000),
    blamesEndpoint: true,
    ...change,
  };
}

describe("an attempt", () => {
  test("that failed is logged and counted, and the first failure is remembered", async () => {
    const delivery = await newDelivery();
    await record(delivery, {});
    await record(delivery, { attempt: 2, at: later(now, 5_000), status: null, error: "timed out" });
    expect(await readForAttempt(delivery.id, now)).toMatchObject({ state: "pending", attempt: 2 });
    expect(await readEndpoint(delivery.endpointId)).toMatchObject({ failures: 2, first_failure_at: now });
    await record(delivery, { attempt: 3, status: 200, state: "delivered", nextAttemptAt: null });
    expect(await readForAttempt(delivery.id, now)).toMatchObject({ state: "delivered", attempt: 3 });
    expect(await readEndpoint(delivery.endpointId)).toMatchObject({ failures: 0, first_failure_at: null });
    const log = await db
      .selectFrom("attempts")
      .select(["attempt", "status", "error"])
      .where("delivery_id", "=", delivery.id)
      .orderBy("id")
      .execute();
    expect(log).toEqual([
      { attempt: 1, status: 500, error: null },
      { attempt: 2, status: null, error: "timed out" },
      { attempt: 3, status: 200, error: null },
    ]);
  });

  test("keeps an answer that PostgreSQL could not store as it is", async () => {
    const delivery = await newDelivery();
    await record(delivery, { responseBody: "a\0b", error: "c\0d" });
    const log = await db
      .selectFrom("attempts")
      .select(["response_body", "error"])
      .where("delivery_id", "=", delivery.id)
      .execute();
    expect(log).toEqual([{ response_body: "a\ufffdb", error: "c\ufffdd" }]);
  });

  test("under a claim that has ended is not recorded, beside others of the same batch that are", async () => {
    const [lost, held] = [await newDelivery(), await newDelivery()];
    const claimId = randomUUID();
    await db.updateTable("schedule").set({ claim_id: claimId }).where("subject_id", "=", held.id).execute();
    const attempts = [lost, held].map((delivery) => ({ ...attemptAt(delivery, {}), claimId }));
    const recorded = await inTransaction(store, (tx) => recordAttempts(tx, attempts, now));
    expect(recorded.deliveryIds).toEqual(new Set([held.id]));
    expect(recorded.failing.map(({ id }) => id)).toEqual([held.endpointId]);
    expect(await readForAttempt(lost.id, now)).toMatchObject({ attempt: 0 });
    expect(await readForAttempt(held.id, now)).toMatchObject({ attempt: 1 });
    expect(await readEndpoint(lost.endpointId)).toMatchObject({ failures: 0 });
  });

  test("that fails for the tenth time in a row lets the endpoint rest, until something arrives", async () => {
    await db.deleteFrom("schedule").execute();
    const delivery = await newDelivery();
    await writeNotice(store, { publisherId: delivery.publisherId, dedupeKey: `waiting ${notices++}` });
    for (let failures = 1; failures < 10; failures++) await record(delivery, { attempt: failures });
    expect(await readEndpoint(delivery.endpointId)).toMatchObject({ failures: 9, rest_until: null });
    await record(delivery, { attempt: 10 });
    expect(await readEndpoint(delivery.endpointId)).toMatchObject({
      failures: 10,
      rest_until: later(now, 15_000),
    });
    await relay(store);
    const claimAt = (at: Date) =>
      inTransaction(store, (tx) =>
        claimDueDeliveries(tx, { lane: "troubled", limit: 9, leaseMs: 60_000, now: at }),
      );
    expect((await claimAt(later(now, 5_000))).deliveryIds).toEqual([]);
    // Of the two that wait, one finds out.
    const { deliveryIds } = await claimAt(later(now, 15_000));
    expect(deliveryIds).toHaveLength(1);
    const [id = 0] = deliveryIds;
    const success = { status: 200, state: "delivered", nextAttemptAt: null, at: later(now, 15_500) } as const;
    await record({ id, endpointId: delivery.endpointId }, success);
    expect((await claimAt(later(now, 15_500))).deliveryIds).toHaveLength(1);
  });
});

describe("secrets and addresses", () => {
  test("are sealed in the store and opened for an attempt; an old secret signs along for a while", async () => {
    const { id, endpointId, publisherId, secret } = await newDelivery();
    const row = await db
      .selectFrom("endpoints")
      .selectAll()
      .where("id", "=", endpointId)
      .executeTakeFirstOrThrow();
    expect(row.url.toString("latin1")).not.toContain("hooks.example");
    expect(row.secret?.toString("latin1")).not.toContain(secret);
    const read = await readForAttempt(id, now);
    expect(read?.endpoint).toMatchObject({
      url: "https://hooks.example/0",
      secrets: [secret],
      enabled: true,
    });
    const rotated = await rotateSecret(db, box, {
      id: endpointId,
      owner: publisherId,
      previousUntil: later(now, 1_000),
    });
    const secrets = async (at: Date) => (await readForAttempt(id, at))?.endpoint.secrets;
    expect(await secrets(now)).toEqual([rotated?.secret, secret]);
    expect(await secrets(later(now, 1_000))).toEqual([rotated?.secret]);
  });
});

describe("resending", () => {
  test("puts a delivery on its way again, once for its owner and never for another", async () => {
    const delivery = await newDelivery();
    const stranger = await newReceiver(store, []);
    await record(delivery, { status: 200, state: "delivered", nextAttemptAt: null });
    await db.deleteFrom("schedule").execute();
    const target = { deliveryId: delivery.id };
    expect(await resendDeliveries(db, stranger.publisherId, target, now)).toEqual([]);
    expect(await resendDeliveries(db, delivery.publisherId, target, now)).toEqual([delivery.id]);
    expect(await readForAttempt(delivery.id, now)).toMatchObject({
      state: "pending",
      attempt: 0,
    });
    const claim = await claimDue(db, { kind: "delivery", limit: 100, leaseMs: 60_000, now });
    expect(claim.subjects.map(({ id }) => id)).toEqual([delivery.id]);
  });

  test("of all since a time leaves out what is older, and deleted endpoints", async () => {
    const delivery = await newDelivery();
    const target = { endpointId: delivery.endpointId, since: now };
    expect(
      await resendDeliveries(db, delivery.publisherId, { ...target, since: later(now, 1) }, now),
    ).toEqual([]);
    expect(await resendDeliveries(db, delivery.publisherId, target, now)).toEqual([delivery.id]);
    const gone = { id: delivery.endpointId, owner: delivery.publisherId, now };
    expect(await inTransaction(store, (tx) => deleteEndpoint(tx, gone))).toBe(true);
    expect(await resendDeliveries(db, delivery.publisherId, target, now)).toEqual([]);
    expect(await readForAttempt(delivery.id, now)).toMatchObject({ state: "cancelled" });
  });
});
