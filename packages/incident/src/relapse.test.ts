import { expect, test } from "vitest";
import { openWorld } from "../test/open-world.ts";

const world = await openWorld();

test("a relapse tells what it touches now, and is not told again as a growth at the next look", async () => {
  const publisherId = await world.addPublisher("One");
  await world.addShow(publisherId, "https://feeds.example/1.xml", ["https://a.example/1.mp3"]);
  await world.addShow(publisherId, "https://feeds.example/2.xml", ["https://b.example/2.mp3"]);
  await world.look("a.example", "bad", 1);
  // Longer ago than a growth may be told again.
  await world.look("a.example", "clear", 2_000);
  await world.look("a.example", "clear", 2_010);
  await world.look("a.example", "bad", 2_100);
  await world.look("b.example", "bad", 2_110);
  await world.look("a.example", "bad", 2_120);
  const types = (await world.notices()).map(({ type, episodes }) => [type, episodes]);
  expect(types).toEqual([
    ["incident.opened", 1],
    ["incident.resolved", 1],
    ["incident.updated", 1],
  ]);
  await world.look("a.example", "bad", 4_000);
  expect((await world.notices("incident.updated")).map(({ episodes }) => episodes)).toEqual([1, 2]);
});
