import { randomUUID } from "node:crypto";
import { chooseVantage } from "@earshot/domain";
import type { Queue } from "@earshot/queue";
import { beatVantage, listSubscriptions, scheduleNow } from "@earshot/storage";
import { afterEach, beforeAll, expect, test } from "vitest";
import { openCrawlWorld } from "../test/open-crawl-world.ts";
import { crawlFeeds } from "./crawl-feeds.ts";
import { planCrawls } from "./plan-crawls.ts";

const world = await openCrawlWorld();
const { host, store, deps, advance } = world;
const live = ["eu", "us"];
const homeOf = (id: number) => chooseVantage(`feed:${id}`, live, null);
const otherThan = (vantage: string | null | undefined) => live.find((one) => one !== vantage);

beforeAll(async () => {
  for (const vantage of live) {
    const sound = { suspicions: [], clockOffsetMs: null };
    await beatVantage(store.db, { id: randomUUID(), vantage, does: ["crawls"], ...sound });
  }
});
afterEach(() => host.clearFaults());

/** A job as it was queued. */
interface Queued {
  readonly name: string;
  readonly vantage: string | null | undefined;
  readonly feedIds: readonly number[];
  readonly claimId: string;
}

/** Lets the planner plan what is due with these vantages alive, and gives the jobs that it queued. */
async function plan(vantages: readonly string[] = live): Promise<readonly Queued[]> {
  const jobs: Queued[] = [];
  const queue: Pick<Queue, "waiting" | "enqueueMany"> = {
    waiting: async () => 0,
    async enqueueMany(name, newJobs, place) {
      for (const { payload } of newJobs) {
        if (!("feedIds" in payload)) throw new Error(`${name} is no crawl`);
        jobs.push({ name, vantage: place?.vantage, feedIds: payload.feedIds, claimId: payload.claimId });
      }
    },
  };
  const budget = { leaseMs: 60_000, hostRate: 1_000, hostConcurrency: 1_000 };
  await planCrawls({ store, queue, clock: deps.clock, ...budget, liveVantages: () => vantages });
  return jobs;
}

async function planNow(ids: readonly number[], vantages?: readonly string[]): Promise<readonly Queued[]> {
  advance(60_000);
  await scheduleNow(store.db, { kind: "feed", ids, lane: "hot", now: deps.clock() });
  return plan(vantages);
}

/** The job that has the feed after it was asked for; others may be due as well. */
async function nextJob(feedId: number): Promise<Queued> {
  const found = (await planNow([feedId])).find(({ feedIds }) => feedIds.includes(feedId));
  if (found === undefined) throw new Error("the feed was not queued");
  return { ...found, feedIds: [feedId] };
}

/** Does a queued job as the crawler of that vantage would. */
async function work(job: Queued, vantage: string): Promise<void> {
  const { openAdmitted } = deps.prober;
  const prober: typeof deps.prober = {
    ...deps.prober,
    async openAdmitted(target, admit) {
      const document = await openAdmitted({ ...target, deadlineMs: 500 }, admit);
      return { ...document, conclude: (faults) => ({ ...document.conclude(faults), vantage }) };
    },
  };
  await crawlFeeds({ ...deps, prober, rules: { confirmDelaysMs: [10] } }, job);
}

async function seen(feedId: number) {
  const all = await listSubscriptions(store.db, { publisherId: null, limit: 200 });
  const { crawledFrom, regional } = all.find((one) => one.feedId === feedId) ?? {};
  return { crawledFrom, regional: regional?.map(({ vantage, bad }) => [vantage, bad]) ?? null };
}

test("feeds are fetched from their homes, and from anywhere while a vantage is alone", async () => {
  const ids: number[] = [];
  for (let n = 0; n < 8; n += 1) ids.push((await world.watchShow(`Home ${n}`, 1)).feedId);
  const jobs = await planNow(ids);
  const planned = jobs.flatMap(({ vantage, feedIds }) => feedIds.map((id) => [id, vantage]));
  expect(new Map(planned as [number, string][])).toEqual(new Map(ids.map((id) => [id, homeOf(id)])));
  expect(new Set(jobs.map(({ vantage }) => vantage))).toEqual(new Set(live));
  // The leases of those that nobody works at end.
  advance(120_000);
  expect(new Set((await plan(["eu"])).map(({ vantage }) => vantage))).toEqual(new Set([null]));
});

test("a feed that fails from one vantage and is read from another is a regional failure and no incident", async () => {
  const { feedId, show } = await world.watchShow("Regional", 2);
  const home = homeOf(feedId) ?? "";
  const other = otherThan(home) ?? "";
  host.setFault(show.feedUrl, { kind: "status", status: 404 });
  const first = await nextJob(feedId);
  expect(first.vantage).toBe(home);
  await work(first, home);
  host.clearFaults();
  const second = await nextJob(feedId);
  expect(second.vantage).toBe(other);
  await work(second, other);
  expect(await seen(feedId)).toEqual({
    crawledFrom: other,
    regional: [
      [home, true],
      [other, false],
    ].sort(),
  });
  const third = await nextJob(feedId);
  expect(third.vantage).toBe(home);
  await work(third, home);
  expect(await seen(feedId)).toEqual({ crawledFrom: home, regional: null });
  expect(await world.incidents()).toEqual([]);
});

test("a feed that fails from both vantages becomes an incident, which both see the end of", async () => {
  const { feedId, show, publisherId } = await world.watchShow("Everywhere", 2);
  const places: (string | null | undefined)[] = [];
  const look = async () => {
    const job = await nextJob(feedId);
    places.push(job.vantage);
    await work(job, job.vantage ?? "");
  };
  host.setFault(show.feedUrl, { kind: "status", status: 404 });
  await look();
  await look();
  expect((await world.incidents()).at(-1)).toMatchObject({ state: "open" });
  host.clearFaults();
  await look();
  await look();
  expect((await world.incidents()).at(-1)).toMatchObject({ state: "resolved" });
  const home = homeOf(feedId);
  expect(places).toEqual([home, otherThan(home), home, otherThan(home)]);
  expect(await world.noticeTypes(publisherId)).toEqual(["incident.opened", "incident.resolved"]);
});

test("a feed that hung is queued apart the next time, and with the others when it answers again", async () => {
  const { feedId, show } = await world.watchShow("Hanging", 2);
  host.setFault(show.feedUrl, { kind: "hang" });
  const first = await nextJob(feedId);
  expect(first.name).toBe("feed.crawl");
  await work(first, "eu");
  const second = await nextJob(feedId);
  expect(second.name).toBe("feed.slow");
  host.clearFaults();
  await work(second, "us");
  expect((await nextJob(feedId)).name).toBe("feed.crawl");
});
