import { soundHealth } from "@earshot/domain";
import { recordOutcome } from "@earshot/incident";
import { claimDue, inTransaction, scheduleNow } from "@earshot/storage";
import { afterEach, describe, expect, test } from "vitest";
import { crawlFeeds } from "../src/crawl-feeds.ts";
import { openCrawlWorld } from "./open-crawl-world.ts";

const world = await openCrawlWorld();
const { host, store, deps, advance, watchShow, crawl, guids, incidents, noticeTypes } = world;
const { db } = store;
const minuteMs = 60_000;
const periodMs = deps.periods.feedMs;

afterEach(() => host.clearFaults());

const pathOf = (feedUrl: string) => new URL(feedUrl).host + new URL(feedUrl).pathname;

async function dueIn(feedId: number): Promise<number> {
  const row = await db
    .selectFrom("schedule")
    .select("ready_at")
    .where("kind", "=", "feed")
    .where("subject_id", "=", feedId)
    .executeTakeFirstOrThrow();
  return row.ready_at.getTime() - deps.clock().getTime();
}

describe("an enclosure that vanished", () => {
  test("is let go after two clean crawls a period apart, and its incident is closed as withdrawn", async () => {
    const { show, feedId, publisherId } = await watchShow("Vanishing", 20);
    const [gone] = show.episodes.slice(-1);
    const url = gone?.enclosureUrl ?? "";
    const media = await db.selectFrom("media").select("id").where("url", "=", url).executeTakeFirstOrThrow();
    const rules = { confirmDelaysMs: [] };
    const outcome = { at: deps.clock(), kind: "bad", codes: ["http.not-found"], predicted: false } as const;
    const place = { where: "media.example", failing: [] };
    const keys = [{ kind: "feed", feedId, aspect: "enclosures" }] as const;
    const report = {
      subject: { kind: "media", id: media.id },
      health: soundHealth,
      outcome,
      keys,
      place,
    } as const;
    await inTransaction(store, (tx) => recordOutcome(tx, { ...report, evidence: {} }, rules));
    expect(await noticeTypes(publisherId)).toEqual(["incident.opened"]);

    show.dropEpisodes(({ guid }) => guid === gone?.guid);
    await crawl(feedId);
    expect(await guids(feedId)).toHaveLength(20);
    await crawl(feedId, periodMs - 1);
    expect(await guids(feedId)).toHaveLength(20);
    await crawl(feedId, periodMs);
    expect(await guids(feedId)).toHaveLength(19);
    const [incident] = (await incidents()).filter(({ key }) => key === `feed:${feedId}:enclosures`);
    expect(incident).toMatchObject({ state: "resolved", reason: "withdrawn" });
    expect((await noticeTypes(publisherId)).filter((type) => type.startsWith("incident."))).toEqual([
      "incident.opened",
      "incident.resolved",
    ]);
  });

  test("stays while the feed cannot be read, however long", async () => {
    const { show, feedId } = await watchShow("Unreadable", 3);
    show.dropEpisodes((_, index) => index === 2);
    host.setFault(pathOf(show.feedUrl), { kind: "status", status: 500 });
    for (let crawls = 0; crawls < 3; crawls++) await crawl(feedId, periodMs);
    expect(await guids(feedId)).toHaveLength(3);
  });
});

describe("a feed that answers with an error", () => {
  test("is an incident of its own, told once, and over after two good crawls", async () => {
    const { show, feedId, publisherId } = await watchShow("Erring", 3);
    host.setFault(pathOf(show.feedUrl), { kind: "status", status: 404 });
    for (let crawls = 0; crawls < 3; crawls++) await crawl(feedId, minuteMs);
    const own = async () => (await incidents()).filter(({ key }) => key === `feed:${feedId}:document`);
    expect(await own()).toMatchObject([{ state: "open", codes: ["http.not-found"] }]);
    host.clearFaults();
    await crawl(feedId, minuteMs);
    expect(await own()).toMatchObject([{ state: "recovering" }]);
    await crawl(feedId, minuteMs);
    expect(await own()).toMatchObject([{ state: "resolved", reason: "recovered" }]);
    expect(await noticeTypes(publisherId)).toEqual(["incident.opened", "incident.resolved"]);
    expect(await guids(feedId)).toHaveLength(3);
  });

  test("of its host wakes the host and opens nothing itself", async () => {
    const { feedId, publisherId } = await watchShow("Cut Off", 3);
    host.setFault("feeds.example", { kind: "connection-reset" });
    host.dropConnections();
    await db.deleteFrom("schedule").where("kind", "=", "host").execute();
    await crawl(feedId, minuteMs);
    const due = await claimDue(db, { kind: "host", limit: 9, leaseMs: 1_000, now: deps.clock() });
    expect(due.subjects.map(({ lane }) => lane)).toEqual(["hot"]);
    expect(await noticeTypes(publisherId)).toEqual([]);
  });
});

test("a feed that lost its episodes and then cannot be read is a warning and an outage, each with its own end", async () => {
  const { show, feedId, publisherId } = await watchShow("Twice Unlucky", 10);
  const own = async () =>
    (await incidents())
      .filter(({ key }) => key.startsWith(`feed:${feedId}:`))
      .map(({ key, severity, codes, state }) => [key.split(":")[2], severity, codes, state]);
  show.dropEpisodes((_, index) => index >= 2 && index < 6);
  await crawl(feedId, minuteMs);
  const lost = ["integrity", "warning", ["feed.items-lost"], "open"];
  expect(await own()).toEqual([lost]);
  host.setFault(pathOf(show.feedUrl), { kind: "status", status: 500 });
  await crawl(feedId, minuteMs);
  expect(await own()).toEqual([lost]);
  await crawl(feedId, minuteMs);
  expect(await own()).toEqual([lost, ["document", "outage", ["http.server-error"], "open"]]);
  host.clearFaults();
  await crawl(feedId, minuteMs);
  await crawl(feedId, minuteMs);
  expect(await own()).toEqual([lost, ["document", "outage", ["http.server-error"], "resolved"]]);
  const told = (await noticeTypes(publisherId)).filter((type) => type.startsWith("incident."));
  expect(told).toEqual(["incident.opened", "incident.opened", "incident.resolved"]);
});

describe("a server that asks for patience", () => {
  test.each([
    ["7200", 2 * 60 * minuteMs],
    ["999999999", 24 * 60 * minuteMs],
  ])(
    "with Retry-After: %s is asked again then, and after a day at the latest",
    async (retryAfter, waitMs) => {
      const { show, feedId, publisherId } = await watchShow(`Patience ${retryAfter}`, 1);
      host.setFault(pathOf(show.feedUrl), {
        kind: "status",
        status: 429,
        headers: { "retry-after": retryAfter },
      });
      await crawl(feedId);
      expect(await dueIn(feedId)).toBe(waitMs);
      expect(await noticeTypes(publisherId)).toEqual([]);
    },
  );

  test("for less than the period is asked at the period", async () => {
    const { show, feedId } = await watchShow("Impatience", 1);
    host.setFault(pathOf(show.feedUrl), { kind: "status", status: 503, headers: { "retry-after": "1" } });
    await crawl(feedId);
    const waitMs = await dueIn(feedId);
    expect(waitMs).toBeGreaterThan(1_000);
    expect(waitMs).toBeLessThanOrEqual(2 * periodMs);
  });
});

test("the same bytes without a 304 are nothing new", async () => {
  const { show, feedId } = await watchShow("Unvalidated", 3);
  const before = await db.selectFrom("enclosures").selectAll().where("feed_id", "=", feedId).execute();
  await db.updateTable("feeds").set({ etag: null, last_modified: null }).where("id", "=", feedId).execute();
  const results: string[] = [];
  const onCrawl = (kind: string) => results.push(kind);
  const again = async () => {
    advance(minuteMs);
    await scheduleNow(db, { kind: "feed", ids: [feedId], lane: "hot", now: deps.clock() });
    const { claimId } = await claimDue(db, {
      kind: "feed",
      limit: 100,
      leaseMs: minuteMs,
      now: deps.clock(),
    });
    await crawlFeeds({ ...deps, onCrawl }, { claimId, feedIds: [feedId] });
  };
  await again();
  show.publish();
  await again();
  expect(results).toEqual(["unchanged", "parsed"]);
  expect(before).toHaveLength(3);
  expect(await guids(feedId)).toHaveLength(4);
});

test("a crawl under a claim that has ended records nothing", async () => {
  const { show, feedId } = await watchShow("Stopped", 2);
  show.publish();
  await scheduleNow(db, { kind: "feed", ids: [feedId], lane: "hot", now: deps.clock() });
  const { claimId } = await claimDue(db, { kind: "feed", limit: 100, leaseMs: minuteMs, now: deps.clock() });
  const { openAdmitted } = deps.prober;
  const prober: typeof deps.prober = {
    ...deps.prober,
    async openAdmitted(target, admit) {
      const document = await openAdmitted(target, admit);
      advance(10 * minuteMs);
      await claimDue(db, { kind: "feed", limit: 100, leaseMs: minuteMs, now: deps.clock() });
      return document;
    },
  };
  await crawlFeeds({ ...deps, prober }, { claimId, feedIds: [feedId] });
  expect(await guids(feedId)).toHaveLength(2);
});
