import { randomBytes } from "node:crypto";
import { createEndpoint, inTransaction, openSecretBox, relayNotices } from "@earshot/storage";
import { expect, test } from "vitest";
import { at, openWorld } from "../test/open-world.ts";
import { warnOfExpiry } from "./warn-of-expiry.ts";

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

test("the owner of a webhook is warned of its certificate's end, once, whatever it publishes", async () => {
  const publisherId = await world.addPublisher("Owner");
  const url = new URL("https://own-hooks.example/secret");
  await createEndpoint(db, box, { publisherId, url, types: null, style: "standard", now: at(0) });
  const id = await world.hostId("own-hooks.example");
  const due = await db
    .selectFrom("schedule")
    .select("kind")
    .where("kind", "=", "host")
    .where("subject_id", "=", id)
    .execute();
  expect(due).toHaveLength(1);
  const hop = { host: "own-hooks.example", port: 443, role: null, addresses: [], certificate: null };
  const warning = {
    ...{ fingerprint: "ee", expiresAt: at(86_400), now: at(0) },
    threshold: 1,
    code: "certificate.expiring",
    hosts: [{ id, hop }],
  } as const;
  for (let times = 0; times < 2; times++) await inTransaction(world.store, (tx) => warnOfExpiry(tx, warning));
  const told = (await world.notices("certificate.expiring")).filter(
    (notice) => notice.publisherId === publisherId,
  );
  expect(told.map(({ payload }) => payload["summary"])).toEqual([
    expect.stringContaining("your webhook endpoint at own-hooks.example"),
  ]);
  expect(JSON.stringify(told)).not.toContain("/secret");
});

test("an outage of a webhook's host goes to the publisher's other endpoints, whatever feeds they are narrowed to", async () => {
  const publisherId = await world.addPublisher("Narrowed");
  const feed = await world.addShow(publisherId, "https://feeds.example/narrowed.xml", [
    "https://narrowed.example/1.mp3",
  ]);
  const add = async (href: string, wishes: object) => {
    const base = { publisherId, url: new URL(href), types: null, style: "standard", now: at(0) } as const;
    return (await createEndpoint(db, box, { ...base, ...wishes })).endpoint.id;
  };
  const dead = await add("https://dead-hooks.example/", {});
  const narrowed = await add("https://other-hooks.example/", { feedIds: [await subscriptionOf(feed)] });
  await world.look("dead-hooks.example", "bad", 1);
  const [opened] = (await world.notices("incident.opened")).filter(
    (notice) => notice.publisherId === publisherId,
  );
  expect(opened?.payload).toMatchObject({ affected: { shows: 0, endpoints: [{ id: dead }] } });
  await inTransaction(world.store, (tx) => relayNotices(tx, { limit: 10, now: at(2) }));
  const rows = await db
    .selectFrom("deliveries as d")
    .innerJoin("notices as n", "n.id", "d.notice_id")
    .select("d.endpoint_id")
    .where("n.publisher_id", "=", publisherId)
    .execute();
  expect(rows.map((row) => row.endpoint_id).sort()).toEqual([dead, narrowed].sort());
});
