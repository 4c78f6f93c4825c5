import fc from "fast-check";
import { counts, type Event, type Happening, type Sight } from "./play-history.ts";

const crashesPerPhase = 7;
const crash = fc.option(
  fc.record({
    query: fc.integer({ min: 1, max: 40 }),
    how: fc.constantFrom("abort" as const, "cut" as const),
  }),
);
const crashes = fc.array(crash, { minLength: crashesPerPhase, maxLength: crashesPerPhase });

type Aside = Exclude<Event, { readonly kind: "look" }>;

/** One change of how things are, something beside it, and some rounds of looks at everything, some time apart. */
interface Change {
  /** All media of the first host, one media, a feed's document, or a host's certificate. */
  readonly scope: "host" | "media" | "feed" | "certificate";
  readonly which: number;
  readonly saw: Sight;
  readonly aside: Aside | null;
  readonly gaps: readonly number[];
}

/** A change, and where looks after it die. */
export interface Phase extends Change {
  readonly crashes: readonly Happening["crash"][];
}

const sight = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Sight>("bad") },
  { weight: 1, arbitrary: fc.constant<Sight>("other") },
  { weight: 3, arbitrary: fc.constant<Sight>("clear") },
  { weight: 1, arbitrary: fc.constant<Sight>("unclear") },
);
const publisher = fc.nat(counts.publishers - 1);
const aside: fc.Arbitrary<Aside> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("subscribe" as const, "unsubscribe" as const),
    publisher,
    feed: fc.nat(counts.feeds - 1),
  }),
  fc.record({ kind: fc.constantFrom("silence" as const, "lift" as const), publisher }),
);

/** Anything at all. */
const anything: fc.Arbitrary<readonly Change[]> = fc
  .record({
    scope: fc.constantFrom("host", "host", "media", "feed", "certificate"),
    which: fc.nat(7),
    saw: sight,
    aside: fc.option(aside),
    // Time enough for delays to pass, for relapses, for a doubling, and for incidents that are new ones again.
    gaps: fc.array(fc.constantFrom(10, 40, 40, 60, 120, 700, 2_000, 4_000), { minLength: 2, maxLength: 4 }),
  })
  .map((change) => [change]);

// What hardly ever comes about by chance, told in order; what is beside it, and when, is left to chance.
const confirmed = [10, 10, 40] as const;
const over = fc.constantFrom([60, 60], [120, 120, 700], [60, 700]);
const soon = fc.constantFrom(60, 120, 700);
const place = fc.record({
  scope: fc.constantFrom("host", "media", "feed", "certificate"),
  which: fc.nat(7),
});
const calm: Change = { scope: "host", which: 0, saw: "clear", aside: null, gaps: [200, 200] };
const perhaps = fc.option(aside, { freq: 3 });

/** Something breaks, mends, and breaks again within the hour. */
const relapse: fc.Arbitrary<readonly Change[]> = fc
  .tuple(place, over, soon, perhaps)
  .map(([where, mended, again, beside]) => [
    { ...where, saw: "bad", aside: null, gaps: confirmed },
    { ...where, saw: "clear", aside: beside, gaps: mended },
    { ...where, saw: "bad", aside: null, gaps: [again, ...confirmed] },
    { ...where, saw: "clear", aside: null, gaps: [60, 200] },
  ]);

/** One file of the first host breaks, and a little later everything there. */
const adoption: fc.Arbitrary<readonly Change[]> = fc
  .tuple(fc.nat(2), soon, perhaps, over)
  .map(([which, later, beside, mended]) => [
    calm,
    { scope: "media", which, saw: "bad", aside: null, gaps: [...confirmed, 60] },
    { scope: "host", which, saw: "bad", aside: beside, gaps: [later === 700 ? 300 : later, ...confirmed] },
    { scope: "host", which, saw: "clear", aside: null, gaps: mended },
  ]);

/** Somebody is silenced while the first host breaks, and that is lifted before the end, or not. */
const hush: fc.Arbitrary<readonly Change[]> = fc
  .tuple(publisher, fc.constantFrom(true, false), over)
  .map(([whom, isLifted, mended]) => {
    const lift = { kind: "lift", publisher: whom } as const;
    return [
      { scope: "host", which: 0, saw: "clear", aside: null, gaps: [200, 200, 4_000] },
      { scope: "host", which: 0, saw: "bad", aside: { kind: "silence", publisher: whom }, gaps: confirmed },
      { scope: "host", which: 0, saw: "bad", aside: isLifted ? lift : null, gaps: [60, 60] },
      { scope: "host", which: 0, saw: "clear", aside: null, gaps: mended },
    ];
  });

/** A publisher with one show on the host takes on the others there while all are down. */
const growth: fc.Arbitrary<readonly Change[]> = fc.tuple(publisher, over).map(([whom, mended]) => {
  const subscribe = (feed: number) => ({ kind: "subscribe", publisher: whom, feed }) as const;
  return [
    { scope: "host", which: 0, saw: "bad", aside: subscribe(whom), gaps: confirmed },
    { scope: "host", which: 0, saw: "bad", aside: subscribe((whom + 1) % 3), gaps: [60, 60] },
    { scope: "host", which: 0, saw: "bad", aside: subscribe((whom + 2) % 3), gaps: [2_000, 60] },
    { scope: "host", which: 0, saw: "clear", aside: null, gaps: mended },
  ];
});

/** A file breaks, and then nothing can be told of it for more than a day. */
const fading: fc.Arbitrary<readonly Change[]> = fc
  .tuple(fc.nat(counts.media - 1), over)
  .map(([which, mended]) => [
    { scope: "media", which, saw: "clear", aside: null, gaps: mended },
    { scope: "media", which, saw: "bad", aside: null, gaps: [...confirmed, 60] },
    { scope: "media", which, saw: "unclear", aside: null, gaps: [60, 90_000, 60] },
  ]);

/** A file breaks, and its feed is not watched any more. */
const forgotten: fc.Arbitrary<readonly Change[]> = fc.nat(counts.media - 1).map((which) => {
  const feed = Math.min(which, counts.feeds - 1);
  const { gaps } = calm;
  return [
    calm,
    { scope: "media", which, saw: "clear", aside: { kind: "subscribe", publisher: feed % 3, feed }, gaps },
    { scope: "media", which, saw: "bad", aside: null, gaps: [...confirmed, 60] },
    {
      ...{ scope: "media", which, saw: "bad", gaps: [60, 60] },
      aside: { kind: "unsubscribe", publisher: feed % counts.publishers, feed },
    },
  ];
});

/** What hardly ever comes about by chance, each by its name. */
const dramas = { relapse, adoption, hush, growth, fading, forgotten } as const;

/** The name of a drama. */
export type Drama = keyof typeof dramas;

function interrupted(story: fc.Arbitrary<readonly Change[]>): fc.Arbitrary<readonly Phase[]> {
  return story.chain((changes) =>
    fc
      .array(crashes, { minLength: changes.length, maxLength: changes.length })
      .map((drawn) => changes.map((change, index) => ({ ...change, crashes: drawn[index] ?? [] }))),
  );
}

/** A random history in which relapses, adoptions, silences, growth and ends of every reason are frequent. */
export const history: fc.Arbitrary<readonly Phase[]> = interrupted(
  fc
    .array(fc.oneof(anything, anything, ...Object.values(dramas)), { minLength: 2, maxLength: 4 })
    .map((parts) => parts.flat()),
);

/** Always the same few histories of one drama alone. */
export function sampleDrama(name: Drama): readonly (readonly Phase[])[] {
  return fc.sample(interrupted(dramas[name]), { numRuns: 3, seed: 20_220_531 });
}

type Look = Extract<Event, { kind: "look" }>;

/** The rounds of a history: what happens at the same instant, each at a subject of its own. All is well at first. */
export function roundsOf(story: readonly Phase[]): readonly (readonly Happening[])[] {
  const sights = new Map<string, Look>();
  const see = (look: Omit<Look, "kind">) => sights.set(`${look.of} ${look.which}`, { kind: "look", ...look });
  for (let which = 0; which < counts.media; which++) see({ of: "media", which, saw: "clear" });
  for (let which = 0; which < counts.feeds; which++) see({ of: "feed", which, saw: "clear" });
  const first = [...sights.values()].map((event) => ({ event, afterSeconds: 1, crash: null }));
  const rounds = story.flatMap((one) => {
    for (const look of looksOf(one)) see(look);
    return one.gaps.map((afterSeconds, index) => {
      const events: readonly Event[] = [...(index === 0 && one.aside ? [one.aside] : []), ...sights.values()];
      const crashAt = (at: number) => one.crashes[(at + index) % crashesPerPhase] ?? null;
      return events.map((event, at) => ({ event, afterSeconds, crash: crashAt(at) }));
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
