import { randomUUID } from "node:crypto";
import { buildFault, type Fault, soundHealth } from "@earshot/domain";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { buildHostCheck } from "../../test/build-looks.ts";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  beatVantage,
  claimDue,
  inTransaction,
  listHosts,
  saveHostCheck,
  scheduleNow,
  scheduleSubjects,
  upsertHosts,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const start = new Date("2026-11-01T12:00:00.000Z");
const refused = buildFault("connect.refused");
const name = { hostname: "media.example", port: 443, tls: true };
const [hostId = 0] = (await upsertHosts(db, [name], start)).values();
let now = start;

beforeEach(async () => {
  await db.deleteFrom("regional_views").execute();
  await db.deleteFrom("vantage_processes").execute();
});

async function live(...vantages: readonly string[]): Promise<void> {
  for (const vantage of vantages) {
    await beatVantage(db, {
      id: randomUUID(),
      vantage,
      does: ["checks"],
      suspicions: [],
      clockOffsetMs: null,
    });
  }
}

/** A look from a vantage, and what is claimed next: away from where. */
async function look(vantage: string, faults: readonly Fault[]): Promise<string | null> {
  now = later(now, 60_000);
  await scheduleSubjects(db, {
    kind: "host",
    subjects: [{ id: hostId, hostId, dueAt: now, lane: "hot" }],
  });
  await scheduleNow(db, { kind: "host", ids: [hostId], lane: "hot", now });
  const claim = async () => claimDue(db, { kind: "host", limit: 1, leaseMs: 60_000, now });
  const { claimId } = await claim();
  const check = { ...buildHostCheck({ hostname: "media.example", at: now, leaves: {}, faults }), vantage };
  const health = faults.length === 0 ? soundHealth : { ...soundHealth, state: "suspect" as const };
  await inTransaction(store, (tx) =>
    saveHostCheck(tx, { hostId, claimId, check, health, next: { at: now, lane: "hot" }, now }),
  );
  const again = await claim();
  await sql`UPDATE schedule SET claim_id = NULL, lease_until = NULL`.execute(db);
  return again.subjects[0]?.awayFrom ?? null;
}

async function regional() {
  const [host] = await listHosts(db, { publisherId: null, limit: 10 });
  return host?.regional?.map(({ vantage, bad, codes }) => [vantage, bad, codes]) ?? null;
}

test("what is bad from one vantage and good from another is told so, until it is good from both", async () => {
  await live("eu", "us");
  expect(await look("eu", [refused])).toBe("eu");
  expect(await regional()).toBeNull();
  expect(await look("us", [])).toBeNull();
  expect(await regional()).toEqual([
    ["eu", true, ["connect.refused"]],
    ["us", false, []],
  ]);
  await look("eu", []);
  expect(await regional()).toBeNull();
  expect(await db.selectFrom("regional_views").selectAll().execute()).toEqual([]);
});

test("what is bad from everywhere is not regional", async () => {
  await live("eu", "us");
  await look("eu", [refused]);
  await look("us", [refused]);
  expect(await regional()).toBeNull();
});

test("a vantage that is alone keeps no views", async () => {
  await live("eu");
  await look("eu", [refused]);
  expect(await db.selectFrom("regional_views").selectAll().execute()).toEqual([]);
});
