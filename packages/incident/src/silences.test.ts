import { expect, test } from "vitest";
import { openWorld, readIncidents } from "../test/open-world.ts";

const world = await openWorld();
let shows = 0;

/** A publisher of its own with one show of two episodes on a host of its own. */
async function newShow(hostname = `media-${shows}.example`) {
  const publisher = await world.addPublisher("One");
  const url = `https://feeds.example/${shows++}.xml`;
  await world.addShow(
    publisher,
    url,
    [0, 1].map((n) => `https://${hostname}/${shows}/${n}.mp3`),
  );
  const see = (kind: "bad" | "clear", seconds: number) => world.look(hostname, kind, seconds, hostname);
  const told = async () => (await world.notices()).filter(({ publisherId }) => publisherId === publisher);
  const types = async () => (await told()).map(({ type }) => type.replace("incident.", ""));
  return { publisher, hostname, see, told, types };
}

test("an incident within a maintenance window is recorded, and nobody is told when it ends within it", async () => {
  const show = await newShow();
  await world.silence(show.publisher, [0, 600]);
  await show.see("bad", 10);
  await show.see("bad", 70);
  const incident = (await readIncidents(world.store.db)).find(
    ({ key }) => key === `certificate:${show.hostname}`,
  );
  expect(incident).toMatchObject({ state: "open" });
  await show.see("clear", 80);
  await show.see("clear", 90);
  expect(await show.types()).toEqual([]);
});

test("what is still open at the window's end is told then, with the original since", async () => {
  const show = await newShow();
  await world.silence(show.publisher, [0, 600]);
  for (const seconds of [10, 590, 610, 670]) await show.see("bad", seconds);
  expect(await show.types()).toEqual(["opened"]);
  expect((await show.told())[0]?.payload).toMatchObject({
    since: "2022-05-31T00:00:10.000Z",
    occurredAt: "2022-05-31T00:10:10.000Z",
  });
  await show.see("clear", 680);
  await show.see("clear", 690);
  expect(await show.types()).toEqual(["opened", "resolved"]);
});

test("a mute holds until it is lifted, and others are told meanwhile", async () => {
  const show = await newShow();
  const other = await newShow(show.hostname);
  const lift = await world.silence(show.publisher, [0, null], { hostname: show.hostname });
  for (const seconds of [10, 10_000]) await show.see("bad", seconds);
  expect([await show.types(), await other.types()]).toEqual([[], ["opened"]]);
  await lift();
  await show.see("bad", 10_060);
  await show.see("bad", 10_120);
  expect([await show.types(), await other.types()]).toEqual([["opened"], ["opened"]]);
});

test("the end of what was told is told, whatever is silenced by then", async () => {
  const show = await newShow();
  await show.see("bad", 10);
  await world.silence(show.publisher, [20, null]);
  await show.see("bad", 70);
  await show.see("clear", 80);
  await show.see("clear", 90);
  expect(await show.types()).toEqual(["opened", "resolved"]);
});

test("a relapse within a window is told as one when the window ends, and never when it ends before", async () => {
  const show = await newShow();
  const outage = async (from: number, looks: readonly number[]) => {
    await show.see("bad", from);
    for (const seconds of looks) await show.see("clear", from + seconds);
  };
  await outage(10, [10, 20]);
  expect(await show.types()).toEqual(["opened", "resolved"]);
  const lift = await world.silence(show.publisher, [40, null]);
  await outage(60, [60, 120, 181]);
  expect(await show.types()).toEqual(["opened", "resolved"]);
  await show.see("bad", 300);
  await lift();
  await show.see("bad", 360);
  await show.see("bad", 420);
  expect(await show.types()).toEqual(["opened", "resolved", "updated"]);
  expect((await show.told()).at(-1)?.payload).toMatchObject({ relapse: 2 });
  const sequences = (await show.told()).map(({ sequence }) => sequence);
  expect(sequences).toEqual([...new Set(sequences)].sort((one, two) => one - two));
});

test("an incident muted by itself says nothing about the next one", async () => {
  const show = await newShow();
  await show.see("bad", 10);
  const [incident] = (await readIncidents(world.store.db)).slice(-1);
  await world.silence(show.publisher, [20, null], { incident_id: incident?.id ?? "" });
  await show.see("clear", 30);
  await show.see("clear", 40);
  await show.see("bad", 100);
  expect(await show.types()).toEqual(["opened", "resolved"]);
  await show.see("clear", 110);
  await show.see("clear", 400);
  await show.see("clear", 410);
  await show.see("bad", 20_000);
  expect(await show.types()).toEqual(["opened", "resolved", "opened"]);
});
