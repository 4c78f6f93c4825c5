import { claimDue, inTransaction, saveCrawl } from "@earshot/storage";
import { expect, test } from "vitest";
import { openTestApi, type TestCaller } from "./open-test-api.ts";
import { buildShowCrawl } from "./seed-outage.ts";

const api = await openTestApi();
const { alice, bob, ops, store } = api;

async function addFeed(caller: TestCaller, name: string) {
  return (await caller.ask("POST", "/v1/feeds", { url: `https://${name}.example/feed.xml` })).json();
}

/** A crawl that found this in the feed. */
async function crawl(id: string, show: { ownerEmail?: string; txt?: { purpose: string; text: string }[] }) {
  const now = new Date();
  const { feed_id: feedId } = await store.db
    .selectFrom("subscriptions")
    .select("feed_id")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  await store.db
    .updateTable("schedule")
    .set({ ready_at: now, claim_id: null })
    .where("kind", "=", "feed")
    .execute();
  const { claimId } = await claimDue(store.db, { kind: "feed", limit: 100, leaseMs: 60_000, now });
  const found = buildShowCrawl({ feedId, claimId, name: "owned", now });
  const result = { ...found.result, show: { ...found.result.show, ...show } };
  await inTransaction(store, (tx) => saveCrawl(tx, { ...found, result }));
}

test("a feed is proven by its publisher's own text, and by no other's", async () => {
  const [own, others] = [await addFeed(alice, "owned"), await addFeed(bob, "owned")];
  expect(own.ownership).toEqual({
    provenBy: null,
    text: expect.stringMatching(/^earshot-verify=[0-9a-f-]{36}$/),
  });
  expect(others.ownership.text).not.toBe(own.ownership.text);
  const proof = (purpose: string) => ({ txt: [{ purpose, text: ` ${own.ownership.text}\n` }] });
  await crawl(own.id, proof("applepodcastsverify"));
  expect((await alice.ask("GET", `/v1/feeds/${own.id}`)).json().ownership.provenBy).toBeNull();
  await crawl(own.id, proof("Verify"));
  expect((await alice.ask("GET", `/v1/feeds/${own.id}`)).json().ownership.provenBy).toBe("txt");
  expect((await bob.ask("GET", `/v1/feeds/${others.id}`)).json().ownership.provenBy).toBeNull();
  await crawl(own.id, {});
  expect((await alice.ask("GET", `/v1/feeds/${own.id}`)).json().ownership.provenBy).toBeNull();
});

test("a feed is proven by the account's e-mail address as its owner's", async () => {
  const carol = await api.addCaller(["publisher"]);
  const { id } = await addFeed(carol, "mailed");
  await crawl(id, { ownerEmail: "Carol@Radio.example" });
  const proven = async () => (await carol.ask("GET", `/v1/feeds/${id}`)).json().ownership.provenBy;
  expect(await proven()).toBeNull();
  await ops.ask("PATCH", `/v1/publishers/${carol.publisherId}`, { email: "carol@radio.example" });
  expect(await proven()).toBe("email");
});

test("ten checks an hour are for feeds that are not proven; proven ones and ops have no such bound", async () => {
  const dave = await api.addCaller(["publisher"]);
  const [first, second] = [await addFeed(dave, "unproven"), await addFeed(dave, "proven")];
  const check = async (caller: TestCaller, id: string) => caller.ask("POST", `/v1/feeds/${id}/check`);
  for (let count = 0; count < 10; count++) expect((await check(dave, first.id)).statusCode).toBe(202);
  for (const { id } of [first, second]) {
    const refused = await check(dave, id);
    expect([refused.statusCode, refused.json().type]).toEqual([429, "urn:earshot:problem:too-many-requests"]);
    expect(refused.json().detail).toContain(`<podcast:txt purpose="verify">earshot-verify=`);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(3_500);
  }
  expect((await check(ops, first.id)).statusCode).toBe(202);
  await crawl(second.id, { txt: [{ purpose: "verify", text: second.ownership.text }] });
  expect((await check(dave, second.id)).statusCode).toBe(202);

  const anHourAgo = new Date(Date.now() - 3_600_000);
  await store.db.updateTable("check_budgets").set({ since: anHourAgo }).execute();
  expect((await check(dave, first.id)).statusCode).toBe(202);
});
