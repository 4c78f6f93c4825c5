import { beforeEach, describe, expect, test } from "vitest";
import { newReceiver, now, relay, writeNotice } from "../../test/open-outbox.ts";
import { openTestStore } from "../../test/open-test-store.ts";
import { claimDue, disableEndpoint, insertNotices, inTransaction } from "../index.ts";

const store = await openTestStore();
const { db } = store;

beforeEach(async () => {
  await db.deleteFrom("publishers").execute();
  await db.deleteFrom("schedule").execute();
});

function deliveries() {
  return db.selectFrom("deliveries").selectAll().orderBy("id").execute();
}

describe("the outbox", () => {
  test("takes a notice once, whoever writes it and however often", async () => {
    const { publisherId } = await newReceiver(store, []);
    const all = await Promise.all(
      [1, 2, 3].map(() => writeNotice(store, { publisherId, dedupeKey: "same" })),
    );
    expect(all.flat()).toHaveLength(1);
    expect(await writeNotice(store, { publisherId, dedupeKey: "same" })).toEqual([]);
  });

  test("keeps nothing of a transition that was rolled back", async () => {
    const { publisherId } = await newReceiver(store, [null]);
    const failing = inTransaction(store, async (tx) => {
      const payload = { summary: "It broke." };
      const notice = {
        publisherId,
        incidentId: null,
        type: "incident.opened",
        sequence: 1,
        occurredAt: now,
        payload,
        dedupeKey: "x",
      } as const;
      await insertNotices(tx, [notice], now);
      throw new Error("the transition failed");
    });
    await expect(failing).rejects.toThrow("the transition failed");
    expect(await relay(store)).toEqual({ notices: 0, deliveries: 0 });
  });
});

describe("relaying", () => {
  test("makes a delivery, due at once, for each endpoint that wants the type", async () => {
    const { publisherId, endpoints } = await newReceiver(store, [
      null,
      ["incident.opened"],
      ["incident.resolved"],
    ]);
    await newReceiver(store, [null]);
    await writeNotice(store, { publisherId, dedupeKey: "a" });
    expect(await relay(store)).toEqual({ notices: 1, deliveries: 2 });
    expect((await deliveries()).map((row) => row.endpoint_id)).toEqual(
      endpoints.slice(0, 2).map(({ endpoint }) => endpoint.id),
    );
    const claim = await claimDue(db, { kind: "delivery", limit: 9, leaseMs: 1_000, now });
    expect(claim.subjects.map(({ lane }) => lane)).toEqual(["hot", "hot"]);
    expect(await relay(store)).toEqual({ notices: 0, deliveries: 0 });
  });

  test("passes over endpoints that are disabled, and marks what nobody wants as relayed", async () => {
    const { publisherId, endpoints } = await newReceiver(store, [null]);
    await disableEndpoint(db, { id: endpoints[0]?.endpoint.id ?? "", reason: "410 Gone", now });
    await writeNotice(store, { publisherId, dedupeKey: "a" });
    expect(await relay(store)).toEqual({ notices: 1, deliveries: 0 });
    expect(await relay(store)).toEqual({ notices: 0, deliveries: 0 });
  });

  test("sends a notice meant for one endpoint there only, whatever types it wants", async () => {
    const { publisherId, endpoints } = await newReceiver(store, [null, ["incident.resolved"]]);
    const endpointId = endpoints[1]?.endpoint.id ?? "";
    await writeNotice(store, { publisherId, dedupeKey: "t", type: "webhook.test", endpointId });
    await relay(store);
    expect((await deliveries()).map((row) => row.endpoint_id)).toEqual([endpointId]);
  });

  test("is shared by several relays without losing or doubling anything, while notices keep coming", async () => {
    const { publisherId } = await newReceiver(store, [null, null]);
    let writing = true;
    const write = async () => {
      for (let n = 0; n < 60; n++) await writeNotice(store, { publisherId, dedupeKey: `n${n}` });
      writing = false;
    };
    const run = async () => {
      let relayed = 0;
      for (let idle = 0; writing || idle < 2; ) {
        const { notices } = await relay(store, 7);
        relayed += notices;
        idle = notices === 0 ? idle + 1 : 0;
      }
      return relayed;
    };
    const [, ...counts] = await Promise.all([write(), run(), run(), run()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
    const rows = await deliveries();
    expect(rows).toHaveLength(120);
    expect(new Set(rows.map((row) => `${row.notice_id} ${row.endpoint_id}`)).size).toBe(120);
  });

  test("finds a notice whose transaction committed after a later one was relayed", async () => {
    const { publisherId } = await newReceiver(store, [null]);
    const written = Promise.withResolvers<void>();
    const hold = Promise.withResolvers<void>();
    const slow = inTransaction(store, async (tx) => {
      const payload = { summary: "It broke." };
      const notice = {
        publisherId,
        incidentId: null,
        type: "incident.opened",
        sequence: 1,
        occurredAt: now,
        payload,
        dedupeKey: "slow",
      } as const;
      await insertNotices(tx, [notice], now);
      written.resolve();
      await hold.promise;
    });
    await written.promise;
    await writeNotice(store, { publisherId, dedupeKey: "quick" });
    expect(await relay(store)).toEqual({ notices: 1, deliveries: 1 });
    hold.resolve();
    await slow;
    expect(await relay(store)).toEqual({ notices: 1, deliveries: 1 });
  });
});
