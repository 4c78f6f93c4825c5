import { claimDue, scheduleNow } from "@earshot/storage";
import { expect, test } from "vitest";
import { openCrawlWorld } from "../test/open-crawl-world.ts";
import { crawlFeeds } from "./crawl-feeds.ts";

const world = await openCrawlWorld();
const { store, deps } = world;

const faults: Readonly<Record<string, () => Promise<never>>> = {
  throws: async () => {
    throw new Error("our own code cannot cope with this");
  },
  hangs: () => new Promise<never>(() => {}),
};

test.each(Object.entries(faults))(
  "a feed whose crawl %s keeps none of its job, and is tried later",
  async (name, fault) => {
    const shows = [];
    for (const title of ["one", "poisoned", "other"])
      shows.push(await world.watchShow(`${name} ${title}`, 2));
    const ids = shows.map(({ feedId }) => feedId);
    const [, poisoned] = shows;
    const { openAdmitted } = deps.prober;
    const prober: typeof deps.prober = {
      ...deps.prober,
      openAdmitted: (target, admit) =>
        target.url === poisoned?.show.feedUrl ? fault() : openAdmitted(target, admit),
    };
    world.advance(60_000);
    const now = deps.clock();
    await scheduleNow(store.db, { kind: "feed", ids, lane: "ordinary", now });
    const { claimId } = await claimDue(store.db, { kind: "feed", limit: 10, leaseMs: deps.leaseMs, now });
    await crawlFeeds({ ...deps, prober, watchdogMs: 2_000 }, { claimId, feedIds: ids });
    const crawled = await store.db
      .selectFrom("feeds")
      .select(["id", "crawled_at"])
      .where("id", "in", ids)
      .where("crawled_at", "=", now)
      .execute();
    expect(crawled.map(({ id }) => id).sort()).toEqual(ids.filter((id) => id !== poisoned?.feedId));
    const failing = await store.db
      .selectFrom("schedule")
      .select(["subject_id", "failures", "claim_id", "ready_at"])
      .where("kind", "=", "feed")
      .where("failures", ">", 0)
      .execute();
    const readyAt = new Date(now.getTime() + 60_000);
    expect(failing).toEqual([
      { subject_id: poisoned?.feedId, failures: 1, claim_id: null, ready_at: readyAt },
    ]);
    await world.crawl(poisoned?.feedId ?? 0);
    const after = await store.db
      .selectFrom("schedule")
      .select("failures")
      .where("failures", ">", 0)
      .execute();
    expect(after).toEqual([]);
    expect(await world.incidents()).toEqual([]);
  },
);
