import { inTransaction, readSubscription, type Subscription } from "@earshot/storage";
import { expect, test } from "vitest";
import { at, openWorld, readIncidents } from "../test/open-world.ts";
import { beginDrill, endDueDrills } from "./run-drill.ts";

const world = await openWorld();
const { store } = world;

async function newShow(name: string): Promise<Subscription> {
  const publisherId = await world.addPublisher(name);
  const audio = [1, 2, 3].map((number) => `https://media.example/${name}/${number}.mp3`);
  const feedId = await world.addShow(publisherId, `https://feeds.example/${name}.xml`, audio);
  const { id } = await store.db
    .selectFrom("subscriptions")
    .select("id")
    .where("feed_id", "=", feedId)
    .executeTakeFirstOrThrow();
  const subscription = await readSubscription(store.db, { id, publisherId });
  if (subscription === undefined) throw new Error("the feed was not registered");
  return subscription;
}

const begin = (subscription: Subscription, seconds: number, durationMs = 60_000) =>
  inTransaction(store, (tx) => beginDrill(tx, { subscription, durationMs, now: at(seconds) }));
const end = (seconds: number) => inTransaction(store, (tx) => endDueDrills(tx, at(seconds)));

test("a drill is opened and resolved for its publisher alone, marked in every message, whoever ends it", async () => {
  const [own, other] = [await newShow("own"), await newShow("other")];
  const begun = await begin(own, 0);
  expect(begun).toMatchObject({ ok: true, endsAt: at(60) });
  expect(await end(59)).toBe(0);
  // Whoever held the drill may be gone: any notifier ends it, and several end it once.
  expect((await Promise.all([end(61), end(61)])).toSorted()).toEqual([0, 1]);
  const notices = await world.notices();
  expect(notices.map(({ publisherId, type, episodes }) => [publisherId, type, episodes])).toEqual([
    [own.publisherId, "incident.opened", 3],
    [own.publisherId, "incident.resolved", 3],
  ]);
  for (const { payload } of notices) {
    expect(payload).toMatchObject({ drill: true, feedId: own.id });
    expect(payload["summary"]).toMatch(/^This is a drill, nothing is broken\. /);
  }
  expect(JSON.stringify(notices)).not.toContain(other.id);
  const [incident] = await readIncidents(store.db);
  expect(incident).toMatchObject({ state: "resolved", reason: "recovered" });
});

test("no look at the show's host joins a drill, and none ends it", async () => {
  const show = await newShow("looked-at");
  const begun = await begin(show, 0);
  await world.look("media.example", "bad", 1);
  await world.look("media.example", "clear", 2);
  await world.look("media.example", "clear", 3);
  const rows = await readIncidents(store.db);
  expect(rows.find(({ id }) => begun.ok && id === begun.incidentId)).toMatchObject({ state: "open" });
  expect(
    rows.filter(({ drill_ends_at, state }) => drill_ends_at === null && state === "resolved"),
  ).toHaveLength(1);
  await end(61);
});

test("one drill of a feed at a time, and six an hour", async () => {
  const show = await newShow("often");
  expect(await begin(show, 0)).toMatchObject({ ok: true });
  expect(await begin(show, 30)).toEqual({ ok: false, isRunning: true, retryAt: at(60) });
  for (let count = 1; count < 6; count++) {
    await end(100 * count);
    expect(await begin(show, 100 * count)).toMatchObject({ ok: true });
  }
  await end(600);
  expect(await begin(show, 601)).toMatchObject({ ok: false, isRunning: false });
  expect(await begin(show, 3_700)).toMatchObject({ ok: true });
});

test("a drill costs nothing, however long it lasts and however late it is ended", async () => {
  const show = await newShow("costless");
  const begun = await begin(show, 0, 600_000);
  await world.look("media.example", "clear", 300);
  await end(86_400);
  const told = await world.notices();
  const minutes = told
    .filter(({ publisherId }) => publisherId === show.publisherId)
    .map(({ type, payload }) => [type, payload["episodeMinutes"]]);
  expect(minutes).toEqual([
    ["incident.opened", 0],
    ["incident.resolved", 0],
  ]);
  const stored = await store.db
    .selectFrom("incident_publishers")
    .select(["episode_minutes", "counted_until"])
    .where("incident_id", "=", begun.ok ? begun.incidentId : "")
    .execute();
  expect(stored).toEqual([{ episode_minutes: 0, counted_until: null }]);
});
