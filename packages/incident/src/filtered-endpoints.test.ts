import { randomBytes } from "node:crypto";
import { createEndpoint, inTransaction, openSecretBox, relayNotices } from "@earshot/storage";
import { expect, test } from "vitest";
import { at, openWorld } from "../test/open-world.ts";

const world = await openWorld();
const { db } = world.store;
const box = openSecretBox([randomBytes(32)]);

async function subscriptionOf(feedId: number): Promise<string> {
  const row = await db
    .selectFrom("subscriptions")
    .select("id")
    .where("feed_id", "=", feedId)
    .executeTakeFirstOrThrow();
  return row.id;
}

test("an endpoint that wants some feeds or severities hears of those incidents only", async () => {
  const publisherId = await world.addPublisher("One");
  const broken = await world.addShow(publisherId, "https://feeds.example/1.xml", [
    "https://media.example/1.mp3",
  ]);
  const sound = await world.addShow(publisherId, "https://feeds.example/2.xml", [
    "https://sound.example/2.mp3",
  ]);
  const add = async (name: string, wishes: object) => {
    const url = new URL(`https://hooks.example/${name}`);
    const base = { publisherId, url, types: null, style: "standard", now: at(0) } as const;
    return (await createEndpoint(db, box, { ...base, ...wishes })).endpoint.id;
  };
  const everything = await add("all", {});
  const ofBroken = await add("broken", { feedIds: [await subscriptionOf(broken)] });
  await add("sound", { feedIds: [await subscriptionOf(sound)] });
  const outages = await add("outages", { severities: ["outage"] });
  await add("warnings", { severities: ["warning"] });
  await world.look("media.example", "bad", 1);
  await inTransaction(world.store, (tx) => relayNotices(tx, { limit: 10, now: at(2) }));
  const rows = await db.selectFrom("deliveries").select("endpoint_id").execute();
  expect(rows.map((row) => row.endpoint_id).sort()).toEqual([everything, ofBroken, outages].sort());
});
