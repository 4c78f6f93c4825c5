import { openStore } from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { checkNothingLost, checkStories, readTold, type Told } from "./check-story.ts";
import { readTransitions, type Transition, transitions } from "./count-transitions.ts";
import { type Drama, history, roundsOf, sampleDrama } from "./draw-history.ts";
import { counts, type Event, openHistory, type World } from "./play-history.ts";

// Random histories of several hosts, feeds and publishers against a real database, in which every transaction may die
// at any of its queries. `TEST_INCIDENT_RUNS=500` plays many, the suite a few; `TEST_INCIDENT_SHRINK=1` looks
// for the shortest history that fails.
const runs = Number(process.env["TEST_INCIDENT_RUNS"] ?? 2);
// Each shrunk history costs as much as the first: by itself it would take longer than whoever waits for the suite.
const parameters = {
  numRuns: runs,
  endOnFailure: process.env["TEST_INCIDENT_SHRINK"] === undefined,
} as const;
const timeoutMs = 120_000 + runs * 30_000;

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const database = await createTestDatabase();
const store = openStore({ url: database.url, log, poolMax: 10 });
afterAll(async () => {
  await store.close();
  await database.close();
});

/** Lifts every silence and lets everything be heard for as long as any relapse asks for. */
async function recover(world: World): Promise<void> {
  const calm = { crash: null, afterSeconds: 1 } as const;
  for (let publisher = 0; publisher < counts.publishers; publisher++) {
    await world.play({ ...calm, event: { kind: "lift", publisher } });
  }
  for (const afterSeconds of [60, 60, 4_000, 4_000]) {
    const looks = (["host", "media", "feed"] as const).flatMap((of) =>
      Array.from(
        { length: counts[manyOf[of]] },
        (_, which): Event => ({ kind: "look", of, which, saw: "clear" }),
      ),
    );
    await world.playTogether(looks.map((event) => ({ event, afterSeconds, crash: null })));
  }
}

const manyOf = { host: "hosts", media: "media", feed: "feeds" } as const;

const essenceOf = ({ publisher, key, type, sequence, data }: Told) =>
  `${publisher} ${key} ${type} ${sequence} ${data.relapse} ${data.since} ${data.affected.episodes}`;

async function check(world: World): Promise<readonly Told[]> {
  await recover(world);
  const told = await readTold(world);
  checkStories(told);
  await checkNothingLost(store, world, told);
  return told;
}

test("a history interrupted anywhere tells every publisher exactly what the same history uninterrupted tells", {
  timeout: timeoutMs,
}, async () => {
  const property = fc.asyncProperty(history, async (phases) => {
    const [smooth, rough] = [await openHistory(store), await openHistory(store)];
    for (const round of roundsOf(phases)) {
      for (const [place, one] of round.entries()) {
        const afterSeconds = place === 0 ? one.afterSeconds : 0;
        await smooth.play({ ...one, afterSeconds, crash: null });
        await rough.play({ ...one, afterSeconds });
      }
    }
    const [expected, got] = [await check(smooth), await check(rough)];
    expect(got.map(essenceOf).sort()).toEqual(expected.map(essenceOf).sort());
  });
  await fc.assert(property, parameters);
});

test("things that happen at the same instant, interrupted or not, tell one story an incident", {
  timeout: timeoutMs,
}, async () => {
  const property = fc.asyncProperty(history, async (phases) => {
    const world = await openHistory(store);
    for (const round of roundsOf(phases)) await world.playTogether(round);
    await check(world);
  });
  await fc.assert(property, parameters);
});

// What each drama is in the histories for. Without this a change could make them tame, and nobody would notice.
const shown: Readonly<Record<Drama, readonly Transition[]>> = {
  relapse: ["opened", "resolved: recovered", "updated: relapse", "resolved: after a relapse"],
  adoption: ["updated: part of its host's", "resolved: with its host's"],
  hush: ["opened late", "never told"],
  growth: ["updated: grown"],
  fading: ["resolved: unverifiable"],
  forgotten: ["resolved: withdrawn"],
};

test.each(Object.entries(shown))(
  "histories drawn for %s show it",
  {
    timeout: timeoutMs,
  },
  async (name, expected) => {
    const seen: Transition[] = [];
    for (const phases of sampleDrama(name as Drama)) {
      const world = await openHistory(store);
      for (const round of roundsOf(phases))
        await world.playTogether(round.map((one) => ({ ...one, crash: null })));
      seen.push(...(await readTransitions(store, world, await check(world))));
    }
    expect(seen).toEqual(expect.arrayContaining([...expected]));
  },
);

test("the dramas show every kind of transition between them", () => {
  expect(new Set(Object.values(shown).flat())).toEqual(new Set(transitions));
});
