import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { openTestStore } from "../../test/open-test-store.ts";
import { beatVantage, endVantage, type Heartbeat, listVantageProcesses } from "../index.ts";

const { db } = await openTestStore();

beforeEach(async () => {
  await db.deleteFrom("vantage_processes").execute();
});

function beat(change: Partial<Heartbeat> = {}): Heartbeat {
  const sound = { suspicions: [], clockOffsetMs: null };
  return { id: randomUUID(), vantage: "eu", does: ["checks"], ...sound, ...change };
}

const age = (id: string, by = "21 seconds") =>
  sql`UPDATE vantage_processes SET seen_at = now() - ${by}::interval WHERE id = ${id}`.execute(db);

test("gives the vantages that are alive by what is done there, each once, whatever their clocks say", async () => {
  const [one, two, crawler] = [beat(), beat(), beat({ vantage: "crawl", does: ["crawls"] })];
  expect(await beatVantage(db, one)).toEqual({ checks: ["eu"], crawls: [] });
  await beatVantage(db, two);
  await beatVantage(db, crawler);
  const us = beat({ vantage: "us", does: ["checks", "crawls"] });
  expect(await beatVantage(db, us)).toEqual({ checks: ["eu", "us"], crawls: ["crawl", "us"] });
  await endVantage(db, one.id);
  expect((await beatVantage(db, us)).checks).toEqual(["eu", "us"]);
  await age(two.id);
  expect((await beatVantage(db, us)).checks).toEqual(["us"]);
  expect((await beatVantage(db, two)).checks).toEqual(["eu", "us"]);
});

test("whoever died before the server's clock was set back does not live on until it has caught up", async () => {
  const [dead, living] = [beat({ vantage: "eu" }), beat({ vantage: "us" })];
  for (const one of [dead, living]) await beatVantage(db, one);
  for (const { id } of [dead, living]) await age(id, "-2 hours");
  expect((await beatVantage(db, living)).checks).toEqual(["us"]);
});

test("remembers when a process came under suspicion and when it was cleared", async () => {
  const one = beat();
  const read = async () => (await listVantageProcesses(db))[0];
  await beatVantage(db, one);
  expect(await read()).toMatchObject({ isAlive: true, suspicions: [], suspectAt: null, clearedAt: null });
  await beatVantage(db, { ...one, suspicions: ["clock"], clockOffsetMs: 3_600_000 });
  const suspect = await read();
  expect(suspect).toMatchObject({ suspicions: ["clock"], clockOffsetMs: 3_600_000, clearedAt: null });
  await beatVantage(db, { ...one, suspicions: ["clock", "ipv4"] });
  expect((await read())?.suspectAt).toEqual(suspect?.suspectAt);
  await beatVantage(db, one);
  const cleared = await read();
  expect(cleared).toMatchObject({ suspicions: [], suspectAt: suspect?.suspectAt, clockOffsetMs: null });
  expect(cleared?.clearedAt).not.toBeNull();
});
