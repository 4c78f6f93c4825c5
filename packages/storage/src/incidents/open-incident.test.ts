import { describe, expect, test } from "vitest";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  inTransaction,
  lockIncidentKey,
  openIncident,
  readLiveIncident,
  readRecentlyResolved,
  updateIncident,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");

function newIncident(key: string) {
  return {
    key,
    kind: "host",
    severity: "outage",
    codes: ["connect.refused"],
    place: { where: "media.example", failing: [] },
    evidence: { first: null, latest: null },
    since: now,
    now,
  } as const;
}

/** What a checker does that has confirmed a trouble. */
function openUnlessThere(key: string) {
  return inTransaction(store, async (tx) => {
    await lockIncidentKey(tx, key);
    return (await readLiveIncident(tx, key)) ?? openIncident(tx, newIncident(key));
  });
}

describe("an incident", () => {
  test("is opened once by many that confirm it at the same instant", async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => openUnlessThere("host:one:443")));
    expect(new Set(opened.map((incident) => incident.id)).size).toBe(1);
    const rows = await db.selectFrom("incidents").select("id").where("key", "=", "host:one:443").execute();
    expect(rows).toHaveLength(1);
  });

  test("cannot be live twice even without the lock", async () => {
    await openIncident(db, newIncident("host:two:443"));
    await expect(openIncident(db, newIncident("host:two:443"))).rejects.toThrow(/incidents_live/);
  });

  test("once resolved is found by its key for a relapse, and a new one may open", async () => {
    const { id } = await openUnlessThere("host:three:443");
    const change = { state: "resolved", resolvedAt: now, reason: "recovered" } as const;
    const resolved = await updateIncident(db, id, change, { kind: "told", now });
    expect(resolved).toMatchObject({ state: "resolved", sequence: 2 });
    expect(await readLiveIncident(db, "host:three:443")).toBeUndefined();
    expect(await readRecentlyResolved(db, "host:three:443", later(now, -1))).toMatchObject({ id });
    expect(await readRecentlyResolved(db, "host:three:443", later(now, 1))).toBeUndefined();
    expect((await openUnlessThere("host:three:443")).id).not.toBe(id);
  });
});
