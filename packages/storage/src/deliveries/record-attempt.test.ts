import { describe, expect, test } from "vitest";
import { box, newReceiver, now, relay, writeNotice } from "../../test/open-outbox.ts";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  type AttemptRecord,
  claimDue,
  commitClaim,
  deleteEndpoint,
  inTransaction,
  readDeliveryForAttempt,
  recordAttempt,
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

function attemptAt(
  delivery: { id: number; endpointId: string },
  change: Partial<AttemptRecord>,
): AttemptRecord {
  return {
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
    await recordAttempt(db, attemptAt(delivery, {}));
    await recordAttempt(
      db,
      attemptAt(delivery, { attempt: 2, at: later(now, 5_000), status: null, error: "timed out" }),
    );
    const read = await readDeliveryForAttempt(db, box, delivery.id, now);
    expect(read).toMatchObject({
      state: "pending",
      attempt: 2,
      endpoint: { failures: 2, firstFailureAt: now },
    });
    await recordAttempt(
      db,
      attemptAt(delivery, { attempt: 3, status: 200, state: "delivered", nextAttemptAt: null }),
    );
    const after = await readDeliveryForAttempt(db, box, delivery.id, now);
    expect(after).toMatchObject({
      state: "delivered",
      attempt: 3,
      endpoint: { failures: 0, firstFailureAt: null },
    });
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
    await recordAttempt(db, attemptAt(delivery, { responseBody: "a\0b", error: "c\0d" }));
    const log = await db
      .selectFrom("attempts")
      .select(["response_body", "error"])
      .where("delivery_id", "=", delivery.id)
      .execute();
    expect(log).toEqual([{ response_body: "a\ufffdb", error: "c\ufffdd" }]);
  });

  test("and the next due time stand or fall together", async () => {
    const delivery = await newDelivery();
    const { claimId } = await claimDue(db, { kind: "delivery", limit: 100, leaseMs: 60_000, now });
    await claimDue(db, { kind: "delivery", limit: 100, leaseMs: 60_000, now: later(now, 60_000) });
    const late = inTransaction(store, async (tx) => {
      await recordAttempt(tx, attemptAt(delivery, {}));
      const next = { kind: "delivery", claimId, id: delivery.id, dueAt: null, lane: "hot", now } as const;
      if (!(await commitClaim(tx, next))) throw new Error("lost");
    });
    await expect(late).rejects.toThrow("lost");
    expect(await readDeliveryForAttempt(db, box, delivery.id, now)).toMatchObject({ attempt: 0 });
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
    const read = await readDeliveryForAttempt(db, box, id, now);
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
    const secrets = async (at: Date) => (await readDeliveryForAttempt(db, box, id, at))?.endpoint.secrets;
    expect(await secrets(now)).toEqual([rotated?.secret, secret]);
    expect(await secrets(later(now, 1_000))).toEqual([rotated?.secret]);
  });
});

describe("resending", () => {
  test("puts a delivery on its way again, once for its owner and never for another", async () => {
    const delivery = await newDelivery();
    const stranger = await newReceiver(store, []);
    await recordAttempt(db, attemptAt(delivery, { status: 200, state: "delivered", nextAttemptAt: null }));
    await db.deleteFrom("schedule").execute();
    const target = { deliveryId: delivery.id };
    expect(await resendDeliveries(db, stranger.publisherId, target, now)).toEqual([]);
    expect(await resendDeliveries(db, delivery.publisherId, target, now)).toEqual([delivery.id]);
    expect(await readDeliveryForAttempt(db, box, delivery.id, now)).toMatchObject({
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
    expect(await readDeliveryForAttempt(db, box, delivery.id, now)).toMatchObject({ state: "cancelled" });
  });
});
