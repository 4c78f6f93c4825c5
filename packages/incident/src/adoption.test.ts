import { openStore } from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import { afterAll, expect, test } from "vitest";
import { readTold } from "../test/check-story.ts";
import { type Event, openHistory, type Sight, type World } from "../test/play-history.ts";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const database = await createTestDatabase();
const store = openStore({ url: database.url, log, poolMax: 5 });
afterAll(async () => {
  await store.close();
  await database.close();
});

/** Looks at the media of the host's three feeds, of a publisher each, in this order. */
async function see(world: World, sights: readonly [Sight, Sight, Sight], gaps: readonly number[]) {
  for (const afterSeconds of gaps) {
    for (const [which, saw] of sights.entries()) {
      const event: Event = { kind: "look", of: "media", which, saw };
      await world.play({ event, afterSeconds: which === 0 ? afterSeconds : 0, crash: null });
    }
  }
}

function set(world: World, kind: "silence" | "lift") {
  return world.play({ event: { kind, publisher: 0 }, afterSeconds: 1, crash: null });
}

async function storyOf(world: World, publisher: number) {
  const told = (await readTold(world)).filter((one) => one.publisher === publisher);
  return told.map(({ key, type, data }) => `${key} ${type}${data.parentId === null ? "" : " of its host"}`);
}

const confirm = [10, 10, 30];

/** One feed's incident is told, and then the whole host fails. `between` is what its publisher does meanwhile. */
async function failOneThenAll(between: (world: World) => Promise<unknown>) {
  const world = await openHistory(store);
  await see(world, ["clear", "clear", "clear"], [1]);
  await see(world, ["bad", "clear", "clear"], [...confirm, 60]);
  expect(await storyOf(world, 0)).toEqual(["feed 0 enclosures opened"]);
  await between(world);
  await see(world, ["bad", "bad", "bad"], [...confirm, 60]);
  return world;
}

test("a feed's incident that its host's takes over is an update to whoever knows it, and an opening to others", async () => {
  const world = await failOneThenAll(async () => {});
  expect(await storyOf(world, 0)).toEqual([
    "feed 0 enclosures opened",
    "feed 0 enclosures updated of its host",
  ]);
  expect(await storyOf(world, 1)).toEqual(["host h0:443 opened"]);
  await see(world, ["clear", "clear", "clear"], [60, 60]);
  expect((await storyOf(world, 0)).at(-1)).toBe("feed 0 enclosures resolved of its host");
  expect(await storyOf(world, 1)).toEqual(["host h0:443 opened", "host h0:443 resolved"]);
});

test("within a silence that is kept back, and told once when the silence ends", async () => {
  const world = await failOneThenAll((one) => set(one, "silence"));
  expect(await storyOf(world, 0)).toEqual(["feed 0 enclosures opened"]);
  expect(await storyOf(world, 1)).toEqual(["host h0:443 opened"]);
  await set(world, "lift");
  await see(world, ["bad", "bad", "bad"], [60, 60, 60]);
  const heard = ["feed 0 enclosures opened", "feed 0 enclosures updated of its host"];
  expect(await storyOf(world, 0)).toEqual(heard);
  expect(await storyOf(world, 1)).toEqual(["host h0:443 opened"]);
  await see(world, ["clear", "clear", "clear"], [60, 60]);
  expect(await storyOf(world, 0)).toEqual([...heard, "feed 0 enclosures resolved of its host"]);
});

test("within a silence that outlasts it, only its end is told", async () => {
  const world = await failOneThenAll((one) => set(one, "silence"));
  await see(world, ["clear", "clear", "clear"], [60, 60]);
  await set(world, "lift");
  await see(world, ["clear", "clear", "clear"], [60]);
  expect(await storyOf(world, 0)).toEqual([
    "feed 0 enclosures opened",
    "feed 0 enclosures resolved of its host",
  ]);
  const held = await store.db
    .selectFrom("incident_publishers")
    .select("incident_id")
    .where("held_since", "is not", null)
    .execute();
  expect(held).toEqual([]);
});

test("whoever was told nothing yet for a silence hears of the host when it ends, and of the feed never", async () => {
  const world = await openHistory(store);
  await see(world, ["clear", "clear", "clear"], [1]);
  await set(world, "silence");
  await see(world, ["bad", "clear", "clear"], [...confirm, 60]);
  await see(world, ["bad", "bad", "bad"], [...confirm, 60]);
  expect(await storyOf(world, 0)).toEqual([]);
  await set(world, "lift");
  await see(world, ["bad", "bad", "bad"], [60, 60]);
  expect(await storyOf(world, 0)).toEqual(["host h0:443 opened"]);
  await see(world, ["clear", "clear", "clear"], [60, 60]);
  expect(await storyOf(world, 0)).toEqual(["host h0:443 opened", "host h0:443 resolved"]);
});

test("whoever knows a host's incident, and heard of a relapse through its own feed's, is told of the next relapse", async () => {
  const world = await openHistory(store);
  await see(world, ["clear", "clear", "clear"], [1]);
  await see(world, ["bad", "bad", "bad"], [...confirm, 60]);
  await see(world, ["clear", "clear", "clear"], [60, 60]);
  expect(await storyOf(world, 0)).toEqual(["host h0:443 opened", "host h0:443 resolved"]);
  await see(world, ["bad", "clear", "clear"], [60, ...confirm]);
  await see(world, ["bad", "bad", "bad"], [...confirm, 60]);
  await see(world, ["clear", "clear", "clear"], [60, 60, 60, 200]);
  await see(world, ["bad", "bad", "bad"], [60, ...confirm]);
  await see(world, ["clear", "clear", "clear"], [60, 200, 200]);
  const ofHost = (await storyOf(world, 0)).filter((one) => one.startsWith("host"));
  expect(ofHost).toEqual([
    "host h0:443 opened",
    "host h0:443 resolved",
    "host h0:443 updated",
    "host h0:443 resolved",
  ]);
});
