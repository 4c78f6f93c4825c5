import { buildFault, type Fault, type SubjectHealth, soundHealth } from "@earshot/domain";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { buildCrawl, buildEpisode, buildHostCheck, buildProbe } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  claimDue,
  inTransaction,
  judgeStandings,
  openIncident,
  registerFeed,
  saveCrawl,
  saveHostCheck,
  saveProbes,
  scheduleNow,
  summarizeFeeds,
  updateIncident,
} from "../index.ts";
import { noteStandingChange } from "./note-standing-change.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-20T12:00:00.000Z");
const next = { at: later(now, 1_800_000), lane: "ordinary" } as const;
const bad: SubjectHealth = { ...soundHealth, state: "bad", since: now.toISOString() };

async function standingOf(id: string): Promise<string> {
  await judgeStandings(store);
  const row = await db
    .selectFrom("subscriptions")
    .select("standing")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return row.standing;
}

/** A feed with so many episodes, crawled and not yet probed. */
async function openShow(name: string, episodes: number) {
  const feed = await registerTestFeed(store, `https://${name}.example/feed.xml`, now);
  const { claimId } = await claimDue(db, { kind: "feed", limit: 10, leaseMs: 60_000, now });
  const found = Array.from({ length: episodes }, (_, n) =>
    buildEpisode(`${name}-${n}`, `https://media.${name}.example/${n}.mp3`),
  );
  await inTransaction(store, (tx) => saveCrawl(tx, buildCrawl({ feedId: feed.feedId, claimId, now }, found)));
  const media = await db
    .selectFrom("media")
    .select(["id", "url"])
    .where("url", "like", `https://media.${name}.example/%`)
    .orderBy("id")
    .execute();
  const { id: hostId } = await db
    .selectFrom("hosts")
    .select("id")
    .where("hostname", "=", `media.${name}.example`)
    .executeTakeFirstOrThrow();
  return { ...feed, id: feed.subscription.id, name, media, hostId };
}

type Show = Awaited<ReturnType<typeof openShow>>;

async function probe({ media, name }: Show, place: number, faults: readonly Fault[] = []): Promise<void> {
  const one = media[place];
  if (one === undefined) throw new Error("no such episode");
  await scheduleNow(db, { kind: "media", ids: [one.id], lane: "hot", now });
  const { claimId } = await claimDue(db, { kind: "media", limit: 100, leaseMs: 60_000, now });
  const look = buildProbe({ url: one.url, at: now, hosts: [`media.${name}.example`], faults });
  const outcome = { mediaId: one.id, claimId, probe: look, health: soundHealth, next };
  const outcomes = [{ ...outcome, hotStep: null, rangeIgnored: false }];
  await inTransaction(store, (tx) => saveProbes(tx, { outcomes, now }));
  await db.updateTable("schedule").set({ claim_id: null, lease_until: null }).execute();
}

async function checkHost({ hostId, name }: Show, health: SubjectHealth): Promise<void> {
  await scheduleNow(db, { kind: "host", ids: [hostId], lane: "hot", now });
  const { claimId } = await claimDue(db, { kind: "host", limit: 100, leaseMs: 60_000, now });
  const check = buildHostCheck({ hostname: `media.${name}.example`, at: now, leaves: { "192.0.2.1": name } });
  await inTransaction(store, (tx) => saveHostCheck(tx, { hostId, claimId, check, health, next, now }));
  await db.updateTable("schedule").set({ claim_id: null, lease_until: null }).execute();
}

test("a feed stands as the worst of itself and what it carries, from its first look on", async () => {
  const show = await openShow("looks", 3);
  // The document itself was found healthy.
  expect(await standingOf(show.id)).toBe("healthy");
  await probe(show, 0);
  await probe(show, 1, [buildFault("range.ignored", { hop: 0 })]);
  expect(await standingOf(show.id)).toBe("degraded");
  await probe(show, 2, [buildFault("http.not-found", { hop: 0 })]);
  expect(await standingOf(show.id)).toBe("unreachable");
  await probe(show, 2, [buildFault("http.rate-limited", { hop: 0 })]);
  await probe(show, 1);
  expect(await standingOf(show.id)).toBe("inconclusive");
});

test("a feed that was never fetched stands as unprobed, and one that others watch as it does for them", async () => {
  const fresh = await registerTestFeed(store, "https://fresh.example/feed.xml", now);
  expect(await standingOf(fresh.subscription.id)).toBe("unprobed");
  const show = await openShow("shared", 1);
  await probe(show, 0, [buildFault("http.not-found", { hop: 0 })]);
  expect(await standingOf(show.id)).toBe("unreachable");
  const registration = { publisherId: fresh.publisherId, url: "https://shared.example/feed.xml", now };
  const { subscription } = await inTransaction(store, (tx) => registerFeed(tx, registration));
  expect(await standingOf(subscription.id)).toBe("unreachable");
});

test("a host in trouble, or blamed, takes the feeds on it along, and gives them back", async () => {
  const show = await openShow("hosted", 2);
  await probe(show, 0);
  await probe(show, 1);
  await checkHost(show, bad);
  expect(await standingOf(show.id)).toBe("unreachable");
  await checkHost(show, soundHealth);
  expect(await standingOf(show.id)).toBe("healthy");
  const incident = await inTransaction(store, (tx) =>
    openIncident(tx, {
      ...{
        key: "host:blamed",
        kind: "host",
        severity: "outage",
        codes: ["http.server-error"],
        since: now,
        now,
      },
      place: { where: "media.hosted.example", failing: [] },
      evidence: { first: null, latest: null },
      blamed: { hostId: show.hostId, blamedFor: "media" },
    }),
  );
  expect(await standingOf(show.id)).toBe("unreachable");
  const end = { state: "resolved", resolvedAt: now, reason: "recovered" } as const;
  await inTransaction(store, (tx) => updateIncident(tx, incident.id, end, { kind: "told", now }));
  expect(await standingOf(show.id)).toBe("healthy");
});

test("a change that commits while others are judged is judged afterwards", async () => {
  const show = await openShow("late", 1);
  await probe(show, 0);
  expect(await standingOf(show.id)).toBe("healthy");
  await inTransaction(store, async (tx) => {
    await tx
      .updateTable("media")
      .set({ verdict: "degraded" })
      .where("id", "=", show.media[0]?.id ?? 0)
      .execute();
    await noteStandingChange(tx, "media", [show.media[0]?.id ?? 0]);
    expect(await standingOf(show.id)).toBe("healthy");
  });
  expect(await standingOf(show.id)).toBe("degraded");
});

test("a host of more feeds than one round judges reaches all of them", async () => {
  const show = await openShow("many", 1);
  await probe(show, 0);
  await sql`
    WITH made AS (
      INSERT INTO feeds (url, url_hash, host_id, first_seen_at, verdict)
      SELECT 'https://many.example/' || n, gen_random_uuid(), ${show.hostId}, ${now}, 'degraded'
      FROM generate_series(1, 450) n RETURNING id
    ), behind AS (INSERT INTO feed_hosts (feed_id, host_id) SELECT id, ${show.hostId} FROM made)
    INSERT INTO subscriptions (id, publisher_id, feed_id, created_at)
    SELECT gen_random_uuid(), ${show.publisherId}, id, ${now} FROM made`.execute(db);
  await checkHost(show, bad);
  await judgeStandings(store);
  const { standings } = await summarizeFeeds(db, show.publisherId);
  expect(standings).toEqual({ unreachable: 1, degraded: 450, inconclusive: 0, healthy: 0, unprobed: 0 });
});
