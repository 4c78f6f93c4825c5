import { acknowledgeIncident, readIncident } from "@earshot/storage";
import { expect, test } from "vitest";
import { at, openWorld, readIncidents } from "../test/open-world.ts";

const episodesAt = (hostname: string, show: string, count: number) =>
  Array.from({ length: count }, (_, index) => `https://${hostname}/${show}/${index}.mp3`);

test("a lapsed certificate is one incident, and each publisher is told once of its beginning and its end", async () => {
  const world = await openWorld();
  const [one, other, stranger] = [
    await world.addPublisher("One"),
    await world.addPublisher("Other"),
    await world.addPublisher("Stranger"),
  ];
  await world.addShow(one, "https://feeds.example/1.xml", episodesAt("media.example", "1", 3));
  await world.addShow(one, "https://feeds.example/2.xml", episodesAt("media.example", "2", 2));
  await world.addShow(other, "https://feeds.example/3.xml", episodesAt("media.example", "3", 4));
  await world.addShow(stranger, "https://feeds.example/4.xml", episodesAt("elsewhere.example", "4", 4));
  await world.look("media.example", "bad", 1);
  await world.look("media.example", "bad", 11);
  await world.look("media.example", "clear", 41);
  expect((await readIncidents(world.store.db))[0]).toMatchObject({ state: "recovering" });
  await world.look("media.example", "clear", 51);

  const incidents = await readIncidents(world.store.db);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]).toMatchObject({
    key: "certificate:aa",
    state: "resolved",
    reason: "recovered",
    codes: ["certificate.expired"],
    severity: "outage",
  });
  const told = (await world.notices()).map(({ publisherId, type, episodes }) => [
    publisherId,
    type,
    episodes,
  ]);
  expect(new Set(told)).toEqual(
    new Set([
      [one, "incident.opened", 5],
      [other, "incident.opened", 4],
      [one, "incident.resolved", 5],
      [other, "incident.resolved", 4],
    ]),
  );
  expect(told).toHaveLength(4);
  const opened = (await world.notices("incident.opened"))[0];
  const resolved = (await world.notices("incident.resolved"))[0];
  expect(resolved?.sequence).toBeGreaterThan(opened?.sequence ?? 0);
  expect(JSON.stringify(opened?.payload)).not.toContain("elsewhere.example");
});

test("a host that serves the same certificate joins the incident, which ends with its last member", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  await world.addShow(publisher, "https://feeds.example/1.xml", episodesAt("a.example", "1", 2));
  const late = await world.addPublisher("Late");
  await world.addShow(late, "https://feeds.example/2.xml", episodesAt("b.example", "2", 1));
  await world.look("a.example", "bad", 1);
  await world.look("b.example", "bad", 2);
  await world.look("a.example", "clear", 10);
  await world.look("a.example", "clear", 20);
  expect((await readIncidents(world.store.db))[0]).toMatchObject({ state: "open" });
  await world.look("b.example", "clear", 30);
  await world.look("b.example", "clear", 40);
  const incidents = await readIncidents(world.store.db);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]).toMatchObject({ state: "resolved" });
  expect((await world.notices("incident.opened")).map(({ publisherId }) => publisherId)).toEqual([
    publisher,
    late,
  ]);
  expect(await world.notices("incident.resolved")).toHaveLength(2);
});

test("a publisher who registers a feed during an outage is told at the next look, with the original since", async () => {
  const world = await openWorld();
  const early = await world.addPublisher("Early");
  await world.addShow(early, "https://feeds.example/1.xml", episodesAt("media.example", "1", 1));
  await world.look("media.example", "bad", 1);
  const late = await world.addPublisher("Late");
  await world.addShow(late, "https://feeds.example/2.xml", episodesAt("media.example", "2", 3));
  await world.look("media.example", "bad", 61);
  await world.look("media.example", "bad", 121);
  const opened = await world.notices("incident.opened");
  expect(opened.map(({ publisherId, episodes }) => [publisherId, episodes])).toEqual([
    [early, 1],
    [late, 3],
  ]);
  expect(opened[1]?.payload["since"]).toBe(opened[0]?.payload["since"]);
  expect(opened[1]?.sequence).toBeGreaterThan(opened[0]?.sequence ?? 0);
});

test("a relapse within the hour reopens the same incident with one update, and a later one is a new incident", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  await world.addShow(publisher, "https://feeds.example/1.xml", episodesAt("media.example", "1", 1));
  const types = async () => (await world.notices()).map(({ type }) => type);
  for (const seconds of [1, 100]) {
    await world.look("media.example", "bad", seconds);
    await world.look("media.example", "clear", seconds + 10);
    await world.look("media.example", "clear", seconds + 20);
  }
  // After a relapse two minutes of quiet are asked for.
  expect((await readIncidents(world.store.db))[0]).toMatchObject({ state: "recovering", relapse: 1 });
  await world.look("media.example", "clear", 300);
  expect(await types()).toEqual([
    "incident.opened",
    "incident.resolved",
    "incident.updated",
    "incident.resolved",
  ]);
  await world.look("media.example", "bad", 300 + 3_700);
  expect(await readIncidents(world.store.db)).toHaveLength(2);
  expect(await types()).toHaveLength(5);
});

test("an acknowledgement stands until a relapse, and says nothing for others", async () => {
  const world = await openWorld();
  const { db } = world.store;
  const [one, other] = [await world.addPublisher("One"), await world.addPublisher("Other")];
  await world.addShow(one, "https://feeds.example/1.xml", episodesAt("media.example", "1", 1));
  await world.addShow(other, "https://feeds.example/2.xml", episodesAt("media.example", "2", 1));
  await world.look("media.example", "bad", 1);
  const [incident] = await readIncidents(db);
  const incidentId = incident?.id ?? "";
  expect(await acknowledgeIncident(db, { incidentId, publisherId: one, now: at(5) })).toBe(true);
  expect(await acknowledgeIncident(db, { incidentId, publisherId: one, now: at(9) })).toBe(true);
  expect(await acknowledgeIncident(db, { incidentId, publisherId: incidentId, now: at(9) })).toBe(false);
  const acknowledgedAt = async (publisherId: string) =>
    (await readIncident(db, incidentId, { publisherId, ownId: publisherId }))?.acknowledgedAt;
  expect([await acknowledgedAt(one), await acknowledgedAt(other)]).toEqual([at(5), null]);
  await world.look("media.example", "bad", 61);
  await world.look("media.example", "clear", 70);
  await world.look("media.example", "clear", 80);
  expect(await acknowledgedAt(one)).toEqual(at(5));
  await world.look("media.example", "bad", 100);
  expect(await acknowledgedAt(one)).toBeNull();
});

test("a publisher whose affected episodes double is told again, at most every half hour", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  await world.addShow(publisher, "https://feeds.example/1.xml", episodesAt("media.example", "1", 2));
  await world.look("media.example", "bad", 1);
  await world.addShow(publisher, "https://feeds.example/2.xml", episodesAt("media.example", "2", 5));
  await world.look("media.example", "bad", 61);
  expect(await world.notices("incident.updated")).toHaveLength(0);
  await world.look("media.example", "bad", 1_900);
  await world.look("media.example", "bad", 1_960);
  expect((await world.notices("incident.updated")).map(({ episodes }) => episodes)).toEqual([7]);
});

test("an incident counts what it costs each publisher, until it was good, and again when it relapses", async () => {
  const world = await openWorld();
  const [early, late] = [await world.addPublisher("Early"), await world.addPublisher("Late")];
  await world.addShow(early, "https://feeds.example/1.xml", episodesAt("media.example", "1", 4));
  const minute = 60;
  await world.look("media.example", "bad", 0);
  await world.addShow(late, "https://feeds.example/2.xml", episodesAt("media.example", "2", 10));
  await world.look("media.example", "bad", 3 * minute);
  await world.look("media.example", "bad", 6 * minute);
  await world.look("media.example", "clear", 10 * minute);
  await world.look("media.example", "clear", 12 * minute);
  const costs = async () =>
    (await world.notices("incident.resolved")).map(({ publisherId, payload }) => [
      publisherId,
      payload["episodeMinutes"],
    ]);
  expect(await costs()).toEqual(
    expect.arrayContaining([
      [early, 4 * 10],
      [late, 10 * 7],
    ]),
  );
  await world.look("media.example", "bad", 20 * minute);
  await world.look("media.example", "clear", 25 * minute);
  await world.look("media.example", "clear", 28 * minute);
  expect((await costs()).slice(2)).toEqual(
    expect.arrayContaining([
      [early, 4 * 15],
      [late, 10 * 12],
    ]),
  );
});

test("two hosts confirmed at the same instant open one incident", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  const hosts = Array.from({ length: 8 }, (_, index) => `h${index}.example`);
  for (const host of hosts) {
    await world.addShow(publisher, `https://feeds.example/${host}.xml`, episodesAt(host, "1", 1));
  }
  await Promise.all(hosts.map((host) => world.look(host, "bad", 1)));
  expect(await readIncidents(world.store.db)).toHaveLength(1);
  expect(await world.notices("incident.opened")).toHaveLength(1);
  await Promise.all(hosts.map((host) => world.look(host, "clear", 10)));
  await Promise.all(hosts.map((host) => world.look(host, "clear", 20)));
  expect(await readIncidents(world.store.db)).toMatchObject([{ state: "resolved" }]);
  expect(await world.notices("incident.resolved")).toHaveLength(1);
});

test("an outage of a host touches the feed that it serves, even without an episode", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  await world.addShow(publisher, "https://feeds.example/1.xml", episodesAt("media.example", "1", 2));
  await world.look("feeds.example", "bad", 1);
  const opened = await world.notices("incident.opened");
  expect(opened.map(({ publisherId, episodes }) => [publisherId, episodes])).toEqual([[publisher, 0]]);
  expect(opened[0]?.payload["summary"]).toContain("1 show of yours cannot be updated");
});

test("an outage that nobody suffers any more is withdrawn, and told anew to whoever watches again", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  const url = "https://feeds.example/1.xml";
  const feedId = await world.addShow(publisher, url, episodesAt("media.example", "1", 2));
  await world.look("media.example", "bad", 1);
  await world.endShow(feedId, 5);
  await world.look("media.example", "bad", 11);
  expect(await readIncidents(world.store.db)).toMatchObject([{ state: "resolved", reason: "withdrawn" }]);
  await world.look("media.example", "bad", 71);
  expect(await readIncidents(world.store.db)).toHaveLength(1);
  await world.addShow(publisher, url, episodesAt("media.example", "1", 2));
  await world.look("media.example", "bad", 131);
  expect((await world.notices()).map(({ type, episodes }) => [type, episodes])).toEqual([
    ["incident.opened", 2],
    ["incident.resolved", 2],
    ["incident.opened", 2],
  ]);
  const opened = await world.notices("incident.opened");
  expect(opened[1]?.payload["since"]).toBe(opened[0]?.payload["since"]);
});

test("a host that nobody's feed leads over opens no incident", async () => {
  const world = await openWorld();
  await world.look("lonely.example", "bad", 1);
  await world.look("lonely.example", "bad", 61);
  expect(await readIncidents(world.store.db)).toEqual([]);
});

test("a renewal that flips between edges is one incident, told once for each relapse, and each lasts longer", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  await world.addShow(publisher, "https://feeds.example/1.xml", episodesAt("media.example", "1", 2));
  // Behind one name two edges take turns: one serves the lapsed certificate, the other the new one.
  let seconds = 1;
  const look = async (kind: "bad" | "clear", fingerprint: string) => {
    await world.look("media.example", kind, seconds, fingerprint);
    seconds += 30;
  };
  for (let turns = 0; turns < 20; turns++) {
    await look("bad", "old");
    await look("clear", "new");
    await look("clear", "new");
  }
  const incidents = await readIncidents(world.store.db);
  expect(incidents).toMatchObject([{ key: "certificate:old", relapse: 1 }]);
  const types = (await world.notices()).map(({ type }) => type);
  // After the first relapse two minutes of quiet are asked for, which the flipping never gives.
  expect(types).toEqual(["incident.opened", "incident.resolved", "incident.updated"]);
});

test("an edge with yet another broken certificate adds to the incident that its host is in", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  await world.addShow(publisher, "https://feeds.example/1.xml", episodesAt("media.example", "1", 2));
  for (const [index, fingerprint] of ["old", "other", "old", "other"].entries()) {
    await world.look("media.example", "bad", 1 + index * 60, fingerprint);
  }
  expect(await readIncidents(world.store.db)).toMatchObject([{ key: "certificate:old", state: "open" }]);
  expect((await world.notices()).map(({ type }) => type)).toEqual(["incident.opened"]);
});

test("outcomes in doubt neither open, confirm nor end anything, and a day of them ends it without proof", async () => {
  const world = await openWorld();
  const publisher = await world.addPublisher("One");
  await world.addShow(publisher, "https://feeds.example/1.xml", episodesAt("media.example", "1", 2));
  await world.look("media.example", "unclear", 1);
  expect(await readIncidents(world.store.db)).toEqual([]);
  await world.look("media.example", "bad", 10);
  for (const hours of [1, 12, 23]) await world.look("media.example", "unclear", hours * 3_600);
  expect(await readIncidents(world.store.db)).toMatchObject([{ state: "open" }]);
  await world.look("media.example", "unclear", 25 * 3_600);
  expect(await readIncidents(world.store.db)).toMatchObject([{ state: "resolved", reason: "unverifiable" }]);
  expect((await world.notices()).map(({ type }) => type)).toEqual(["incident.opened", "incident.resolved"]);
});
