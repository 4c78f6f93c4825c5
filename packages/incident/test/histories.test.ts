import { openStore } from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { checkNothingLost, checkStories, readTold, type Told } from "./check-story.ts";
import { counts, type Event, type Happening, openHistory, type Sight, type World } from "./play-history.ts";

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

const sight = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Sight>("bad") },
  { weight: 1, arbitrary: fc.constant<Sight>("other") },
  { weight: 3, arbitrary: fc.constant<Sight>("clear") },
  { weight: 1, arbitrary: fc.constant<Sight>("unclear") },
);
const aside: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("subscribe" as const, "unsubscribe" as const),
    publisher: fc.nat(2),
    feed: fc.nat(3),
  }),
  fc.record({ kind: fc.constantFrom("silence" as const, "lift" as const), publisher: fc.nat(2) }),
);
const crash = fc.option(
  fc.record({
    query: fc.integer({ min: 1, max: 40 }),
    how: fc.constantFrom("abort" as const, "cut" as const),
  }),
);
const crashesPerPhase = 7;
/** One change of how things are, and some rounds of looks at everything, some time apart. */
const phase = fc.record({
  /** All media of the first host, one media, a feed's document, or a host's certificate. */
  scope: fc.constantFrom("host", "host", "media", "feed", "certificate"),
  which: fc.nat(7),
  saw: sight,
  aside: fc.option(aside),
  // Time enough for delays to pass, for relapses, for a doubling, and for incidents that are new ones again.
  gaps: fc.array(fc.constantFrom(10, 40, 40, 60, 120, 700, 2_000, 4_000), { minLength: 2, maxLength: 4 }),
  crashes: fc.array(crash, { minLength: crashesPerPhase, maxLength: crashesPerPhase }),
});
type Phase = typeof phase extends fc.Arbitrary<infer T> ? T : never;
const history = fc.array(phase, { minLength: 3, maxLength: 7 });

type Look = Extract<Event, { kind: "look" }>;

/** The rounds of a history: what happens at the same instant, each at a subject of its own. All is well at first. */
function roundsOf(phases: readonly Phase[]): readonly (readonly Happening[])[] {
  const sights = new Map<string, Look>();
  const see = (look: Omit<Look, "kind">) => sights.set(`${look.of} ${look.which}`, { kind: "look", ...look });
  for (let which = 0; which < counts.media; which++) see({ of: "media", which, saw: "clear" });
  for (let which = 0; which < counts.feeds; which++) see({ of: "feed", which, saw: "clear" });
  const first = [...sights.values()].map((event) => ({ event, afterSeconds: 1, crash: null }));
  const rounds = phases.flatMap((one) => {
    for (const look of looksOf(one)) see(look);
    return one.gaps.map((afterSeconds, index) => {
      const events: readonly Event[] = [...(index === 0 && one.aside ? [one.aside] : []), ...sights.values()];
      const crashAt = (place: number) => one.crashes[(place + index) % crashesPerPhase] ?? null;
      return events.map((event, place) => ({ event, afterSeconds, crash: crashAt(place) }));
    });
  });
  return [first, ...rounds];
}

function looksOf({ scope, which, saw }: Phase): readonly Omit<Look, "kind">[] {
  if (scope === "host") return [0, 1, 2].map((media) => ({ of: "media", which: media, saw }));
  if (scope === "media") return [{ of: "media", which: which % counts.media, saw }];
  if (scope === "feed") return [{ of: "feed", which: which % counts.feeds, saw }];
  return [{ of: "host", which: which % counts.hosts, saw }];
}

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
