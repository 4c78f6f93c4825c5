import {
  type FaultCode,
  feedIncidentKeys,
  type IncidentKey,
  type SubjectHealth,
  soundHealth,
} from "@earshot/domain";
import {
  claimDue,
  createPublisher,
  createSilence,
  type Db,
  deleteSilence,
  endSubscription,
  inTransaction,
  registerFeed,
  type Store,
  saveCrawl,
  upsertHosts,
} from "@earshot/storage";
import { leaveIncidents, type OutcomeReport, recordOutcome } from "../src/index.ts";
import { buildCrawlOf } from "./open-world.ts";

/** How a transaction ends before its commit: it throws at its n-th query, or its connection is cut after it. */
export interface Crash {
  readonly query: number;
  readonly how: "abort" | "cut";
}

/** One thing that happens in a small world. Numbers name publishers, hosts, feeds and media, modulo how many there are. */
export type Event =
  | {
      readonly kind: "look";
      readonly of: "host" | "media" | "feed";
      readonly which: number;
      readonly saw: Sight;
    }
  | { readonly kind: "subscribe" | "unsubscribe"; readonly publisher: number; readonly feed: number }
  | { readonly kind: "silence" | "lift"; readonly publisher: number };

/** What a look saw. `other`: something else that is wrong, such as another certificate or another fault. */
export type Sight = "bad" | "other" | "clear" | "unclear";

/** An event, how long after the one before, and where it is interrupted once before it is done. */
export interface Happening {
  readonly event: Event;
  readonly afterSeconds: number;
  readonly crash: Crash | null;
}

const start = new Date("2022-05-31T00:00:00.000Z");
const rules = { confirmDelaysMs: [10_000, 30_000] };
/** Three feeds of three publishers lie on the first host, so that it can be voted down; the last has the other for itself. */
export const counts = { publishers: 3, hosts: 2, feeds: 4, media: 5 } as const;
let worlds = 0;

class CrashedHere extends Error {
  override name = "CrashedHere" as const;
}

/** A world of its own in the store: hosts, feeds and publishers that no other history knows. */
export async function openHistory(store: Store) {
  const name = `w${worlds++}`;
  const hosts = Array.from({ length: counts.hosts }, (_, n) => `h${n}.${name}.example`);
  const publishers: string[] = [];
  for (let n = 0; n < counts.publishers; n++) {
    publishers.push((await createPublisher(store.db, { name: `${name} ${n}`, now: start })).id);
  }
  const feeds: { readonly id: number; readonly url: string }[] = [];
  for (let n = 0; n < counts.feeds; n++) feeds.push(await addFeed(store, { name, n, publishers, hosts }));
  const world = {
    store,
    hosts,
    publishers,
    feeds,
    media: await readMedia(store, feeds),
    clock: { now: start },
  };
  return {
    ...world,
    /** Lets it happen: interrupted as it says, and then once more, as a queue would. */
    async play({ event, afterSeconds, crash }: Happening): Promise<void> {
      world.clock.now = new Date(world.clock.now.getTime() + afterSeconds * 1_000);
      await happen(world, event, crash);
    },
    /** Several things at the same instant, each at a subject of its own. */
    async playTogether(happenings: readonly Happening[]): Promise<void> {
      world.clock.now = new Date(world.clock.now.getTime() + (happenings[0]?.afterSeconds ?? 0) * 1_000);
      await Promise.all(happenings.map(({ event, crash }) => happen(world, event, crash)));
    },
  };
}

/** A history's world. */
export type World = Awaited<ReturnType<typeof openHistory>>;
type Stage = Pick<World, "store" | "hosts" | "publishers" | "feeds" | "media" | "clock">;

async function addFeed(
  store: Store,
  at: { name: string; n: number; publishers: readonly string[]; hosts: readonly string[] },
) {
  const url = `https://feeds.${at.name}.example/${at.n}.xml`;
  const owner = at.publishers[at.n % at.publishers.length] ?? "";
  await inTransaction(store, (tx) => registerFeed(tx, { publisherId: owner, url, now: start }));
  const { claimId, subjects } = await claimDue(store.db, {
    kind: "feed",
    limit: 500,
    leaseMs: 1,
    now: start,
  });
  const [feed] = subjects;
  if (feed === undefined) throw new Error("the feed was not due");
  const host = at.hosts[at.n < 3 ? 0 : 1];
  const enclosures = Array.from({ length: at.n < 3 ? 1 : 2 }, (_, m) => `https://${host}/${at.n}/${m}.mp3`);
  await inTransaction(store, (tx) =>
    saveCrawl(tx, buildCrawlOf({ feedId: feed.id, claimId, url }, enclosures)),
  );
  return { id: feed.id, url };
}

async function readMedia(store: Store, feeds: readonly { readonly id: number }[]) {
  const rows = await store.db
    .selectFrom("enclosures as e")
    .innerJoin("media as m", "m.id", "e.media_id")
    .select(["m.id", "m.url", "e.feed_id"])
    .where(
      "e.feed_id",
      "in",
      feeds.map(({ id }) => id),
    )
    .orderBy("m.id")
    .execute();
  return rows.map(({ id, url, feed_id }) => ({ id, hostname: new URL(url).hostname, feedId: feed_id }));
}

async function happen(stage: Stage, event: Event, crash: Crash | null): Promise<void> {
  if (crash !== null && (await isInterrupted(stage, event, crash)) === false) return;
  await inTransaction(stage.store, (tx) => act(tx, stage, event));
}

/** Tries once, and says whether the interruption came before it was done. */
async function isInterrupted(stage: Stage, event: Event, crash: Crash): Promise<boolean> {
  try {
    await inTransaction(stage.store, async (tx) => {
      const { pid } = await tx
        .selectNoFrom((eb) => eb.fn<number>("pg_backend_pid").as("pid"))
        .executeTakeFirstOrThrow();
      await act(interrupt(tx, stage.store, { ...crash, pid }), stage, event);
    });
    return false;
  } catch (error) {
    const isCut = error instanceof Error && /terminat|closed|ECONNRESET|Connection/i.test(error.message);
    if (error instanceof CrashedHere || isCut) return true;
    throw error;
  }
}

function interrupt(tx: Db, store: Store, { query, how, pid }: Crash & { readonly pid: number }): Db {
  let asked = 0;
  let answered = 0;
  return tx.withPlugin({
    transformQuery({ node }) {
      if (how === "abort" && ++asked === query) throw new CrashedHere("the process died here");
      return node;
    },
    async transformResult({ result }) {
      if (how === "cut" && ++answered === query) {
        await store.db.selectNoFrom((eb) => eb.fn("pg_terminate_backend", [eb.val(pid)]).as("cut")).execute();
      }
      return result;
    },
  });
}

function act(tx: Db, stage: Stage, event: Event): Promise<unknown> {
  switch (event.kind) {
    case "look":
      return look(tx, stage, event);
    case "subscribe":
      return registerFeed(tx, {
        publisherId: pick(stage.publishers, event.publisher),
        url: pick(stage.feeds, event.feed).url,
        now: stage.clock.now,
      });
    case "unsubscribe":
      return unsubscribe(tx, stage, event);
    case "silence":
      return createSilence(tx, {
        ...{ publisher_id: pick(stage.publishers, event.publisher), kind: "mute", subscription_id: null },
        ...{ hostname: null, incident_id: null, starts_at: stage.clock.now, ends_at: null, note: null },
        now: stage.clock.now,
      });
    case "lift":
      return lift(tx, pick(stage.publishers, event.publisher));
  }
}

function pick<T>(items: readonly T[], which: number): T {
  const item = items[which % items.length];
  if (item === undefined) throw new Error("there is nothing to pick from");
  return item;
}

async function lift(tx: Db, publisherId: string): Promise<void> {
  const rows = await tx.selectFrom("silences").select("id").where("publisher_id", "=", publisherId).execute();
  for (const { id } of rows) await deleteSilence(tx, { id, owner: publisherId });
}

async function unsubscribe(
  tx: Db,
  stage: Stage,
  event: { readonly publisher: number; readonly feed: number },
): Promise<void> {
  const { now } = stage.clock;
  const publisherId = pick(stage.publishers, event.publisher);
  const subscription = await tx
    .selectFrom("subscriptions")
    .select("id")
    .where("publisher_id", "=", publisherId)
    .where("feed_id", "=", pick(stage.feeds, event.feed).id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (subscription === undefined) return;
  const ended = await endSubscription(tx, { id: subscription.id, publisherId, now });
  if (ended === undefined) return;
  const end = { reason: "withdrawn", now } as const;
  if (ended.last) await leaveIncidents(tx, { kind: "feed", id: ended.feedId }, end);
  for (const id of ended.mediaIds) await leaveIncidents(tx, { kind: "media", id }, end);
}

type Look = Extract<Event, { kind: "look" }>;

async function look(tx: Db, stage: Stage, event: Look): Promise<void> {
  const seen = await sightOf(tx, stage, event);
  const stored = await tx
    .selectFrom(tableOf[event.of])
    .select("health")
    .where("id", "=", seen.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const health: SubjectHealth = { ...soundHealth, ...stored.health };
  const at = stage.clock.now;
  const report: OutcomeReport = {
    subject: { kind: event.of, id: seen.id },
    health,
    outcome: { at, kind: kindOf(event.saw), codes: seen.codes, predicted: false },
    keys: seen.keys,
    place: { where: seen.where, failing: [] },
    evidence: { at: at.toISOString() },
    failingAt: seen.failingAt,
  };
  const recorded = await recordOutcome(tx, report, rules);
  await save(tx, event, { id: seen.id, at, health: recorded.health });
}

const tableOf = { host: "hosts", media: "media", feed: "feeds" } as const;
const verdicts = { bad: "unreachable", clear: "healthy", unclear: "inconclusive" } as const;

function kindOf(saw: Sight): "bad" | "clear" | "unclear" {
  return saw === "other" ? "bad" : saw;
}

interface Seen {
  readonly id: number;
  readonly where: string;
  readonly codes: readonly FaultCode[];
  readonly keys: readonly IncidentKey[];
  readonly failingAt: (OutcomeReport["failingAt"] & object) | null;
}

async function sightOf(tx: Db, stage: Stage, { of, which, saw }: Look): Promise<Seen> {
  const isBad = kindOf(saw) === "bad";
  if (of === "host") {
    const hostname = pick(stage.hosts, which);
    const [id = 0] = (await upsertHosts(tx, [{ hostname, port: 443, tls: true }], stage.clock.now)).values();
    const codes: FaultCode[] = isBad ? ["certificate.expired"] : [];
    // Both hosts may serve the same certificate, as the hosts of one provider do.
    const fingerprint = `${stage.hosts[0]} ${saw}`;
    return {
      id,
      where: hostname,
      codes,
      keys: isBad ? [{ kind: "certificate", fingerprint }] : [],
      failingAt: null,
    };
  }
  if (of === "media") {
    const { id, hostname, feedId } = pick(stage.media, which);
    const codes: FaultCode[] = isBad ? [saw === "other" ? "http.not-found" : "http.server-error"] : [];
    const keys: IncidentKey[] = isBad ? [{ kind: "feed", feedId, aspect: "enclosures" }] : [];
    return { id, where: hostname, codes, keys, failingAt: isBad ? { hostname, port: 443, tls: true } : null };
  }
  const { id, url } = pick(stage.feeds, which);
  const { hostname } = new URL(url);
  const codes: FaultCode[] = isBad ? [saw === "other" ? "feed.items-lost" : "http.server-error"] : [];
  const failingAt = saw === "bad" ? { hostname, port: 443, tls: true } : null;
  return { id, where: hostname, codes, keys: feedIncidentKeys(id, codes), failingAt };
}

/** What a checker and a crawler store with an outcome, as far as votes depend on it. */
async function save(
  tx: Db,
  { of, saw }: Look,
  { id, at, health }: { readonly id: number; readonly at: Date; readonly health: SubjectHealth },
): Promise<void> {
  const change = { health: JSON.stringify(health), verdict: verdicts[kindOf(saw)] };
  if (of === "host")
    await tx
      .updateTable("hosts")
      .set({ ...change, checked_at: at })
      .where("id", "=", id)
      .execute();
  if (of === "feed") {
    const read = saw === "bad" || saw === "unclear" ? {} : { ok_at: at };
    await tx
      .updateTable("feeds")
      .set({ ...change, ...read, crawled_at: at })
      .where("id", "=", id)
      .execute();
  }
  if (of === "media") {
    await tx
      .updateTable("media")
      .set({ ...change, probed_at: at })
      .where("id", "=", id)
      .execute();
    const probe = { media_id: id, at, vantage: "test", verdict: change.verdict, hops: 1 };
    await tx.insertInto("probes").values(probe).execute();
  }
}
