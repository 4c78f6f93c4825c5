import { readFeedForCrawl, readSubscription } from "@earshot/storage";
import { describe, expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";

const { addCaller, alice, bob, ops, app, store } = await openTestApi();

describe("registering a feed", () => {
  test("answers 201 with the feed, and nothing is known of it yet", async () => {
    const answer = await alice.ask("POST", "/v1/feeds", {
      url: "https://shows.example/one.xml",
      labels: ["flagship", "flagship"],
    });
    expect(answer.statusCode).toBe(201);
    const feed = answer.json();
    expect(feed).toMatchObject({
      publisherId: alice.publisherId,
      url: "https://shows.example/one.xml",
      labels: ["flagship"],
      title: null,
      verdict: null,
      crawledAt: null,
      faults: [],
      enclosures: { total: 0, healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0, unprobed: 0 },
    });
    expect(answer.headers["location"]).toBe(`/v1/feeds/${feed.id}`);
    expect(feed).not.toHaveProperty("feedId");
  });

  test("again answers 200 with the same feed, however the URL is spelled", async () => {
    const first = await alice.ask("POST", "/v1/feeds", { url: "https://shows.example/again.xml" });
    const second = await alice.ask("POST", "/v1/feeds", { url: "HTTPS://Shows.example/again.xml#x" });
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.json()).toEqual(first.json());
  });

  test("by two publishers gives each a feed of their own", async () => {
    const url = "https://shows.example/shared.xml";
    const [first, second] = await Promise.all([
      alice.ask("POST", "/v1/feeds", { url }),
      bob.ask("POST", "/v1/feeds", { url }),
    ]);
    expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
    expect(first.json().id).not.toBe(second.json().id);
  });

  test.each([
    [{}, "url", "invalid-fields"],
    [{ url: "" }, "url", "invalid-fields"],
    [{ url: 7 }, "url", "invalid-fields"],
    [{ url: "https://shows.example/", lables: [] }, "lables", "invalid-fields"],
    [{ url: "https://shows.example/", labels: [""] }, "labels.0", "invalid-fields"],
    [{ url: "http://127.0.0.1/feed.xml" }, "url", "url-refused"],
    [{ url: "file:///etc/passwd" }, "url", "url-refused"],
    [{ url: "https://me:pw@shows.example/" }, "url", "url-refused"],
  ])("%j is refused, blaming %s as %s", async (body, path, kind) => {
    const answer = await alice.ask("POST", "/v1/feeds", body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ type: `urn:earshot:problem:${kind}`, errors: [{ path }] });
  });

  test("needs the role publisher", async () => {
    const answer = await ops.ask("POST", "/v1/feeds", { url: "https://shows.example/ops.xml" });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().detail).toContain("role publisher");
  });
});

test("a feed without the episode that was expected is told to those who asked", async () => {
  const { id } = (await alice.ask("POST", "/v1/feeds", { url: "https://shows.example/weekly.xml" })).json();
  const { feed_id } = await store.db
    .selectFrom("subscriptions")
    .select("feed_id")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const next_expected_at = new Date("2026-01-01T00:00:00Z");
  await store.db.updateTable("feeds").set({ next_expected_at }).where("id", "=", feed_id).execute();
  const quiet = (await alice.ask("GET", `/v1/feeds/${id}`)).json();
  expect([quiet.watchStaleness, quiet.faults]).toEqual([false, []]);
  const watched = (await alice.ask("PATCH", `/v1/feeds/${id}`, { watchStaleness: true })).json();
  expect(watched.nextExpectedAt).toBe("2026-01-01T00:00:00.000Z");
  expect(watched.faults.map(({ code }: { code: string }) => code)).toEqual(["feed.stale"]);
  expect((await alice.ask("PATCH", `/v1/feeds/${id}`, {})).statusCode).toBe(422);
});

test("labels are changed, found by, and nothing else can be changed", async () => {
  const { id } = (await alice.ask("POST", "/v1/feeds", { url: "https://shows.example/labels.xml" })).json();
  const changed = await alice.ask("PATCH", `/v1/feeds/${id}`, { labels: ["daily"] });
  expect([changed.statusCode, changed.json().labels]).toEqual([200, ["daily"]]);
  const found = await alice.ask("GET", "/v1/feeds?label=daily");
  expect(found.json().items.map((feed: { id: string }) => feed.id)).toEqual([id]);
  const search = await alice.ask("GET", "/v1/feeds?search=labels.x");
  expect(search.json().items).toHaveLength(1);
  for (const [verdict, total] of [
    ["healthy", 0],
    ["degraded", 1],
  ]) {
    await store.db
      .updateTable("feeds")
      .set({ verdict: "degraded" })
      .where("url", "=", "https://shows.example/labels.xml")
      .execute();
    const narrowed = await alice.ask("GET", `/v1/feeds?label=daily&verdict=${verdict}`);
    expect(narrowed.json().items).toHaveLength(Number(total));
  }
  const refused = await alice.ask("PATCH", `/v1/feeds/${id}`, { labels: [], url: "https://other.example/" });
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, "url"]);
});

test("a removed feed is gone, and can be registered anew", async () => {
  const url = "https://shows.example/removed.xml";
  const { id } = (await alice.ask("POST", "/v1/feeds", { url })).json();
  const removed = await alice.ask("DELETE", `/v1/feeds/${id}`);
  expect([removed.statusCode, removed.body]).toEqual([204, ""]);
  for (const method of ["GET", "DELETE"] as const) {
    expect((await alice.ask(method, `/v1/feeds/${id}`)).statusCode).toBe(404);
  }
  const again = await alice.ask("POST", "/v1/feeds", { url });
  expect(again.statusCode).toBe(201);
  expect(again.json().id).not.toBe(id);
});

test("a publisher chooses within limits how often its feed is fetched, and the shortest wish holds", async () => {
  const url = "https://shows.example/often.xml";
  const [mine, theirs] = [
    (await alice.ask("POST", "/v1/feeds", { url })).json(),
    (await bob.ask("POST", "/v1/feeds", { url })).json(),
  ];
  expect(mine.checkEveryMinutes).toBeNull();
  const wish = async (checkEveryMinutes: number | null) =>
    alice.ask("PATCH", `/v1/feeds/${mine.id}`, { checkEveryMinutes });
  expect((await wish(30)).json().checkEveryMinutes).toBe(30);
  for (const outside of [4, 361, 5.5]) expect((await wish(outside)).statusCode).toBe(422);
  expect((await bob.ask("GET", `/v1/feeds/${theirs.id}`)).json().checkEveryMinutes).toBeNull();
  const subscription = await readSubscription(store.db, { id: mine.id, publisherId: null });
  const feed = await readFeedForCrawl(store.db, subscription?.feedId ?? 0);
  expect(feed?.wishes.toSorted()).toEqual([30, null]);
  expect((await wish(null)).json().checkEveryMinutes).toBeNull();
});

test("a check makes the feed due, without waiting for it", async () => {
  const { id } = (await alice.ask("POST", "/v1/feeds", { url: "https://shows.example/check.xml" })).json();
  const answer = await alice.ask("POST", `/v1/feeds/${id}/check`);
  expect([answer.statusCode, answer.json().id]).toEqual([202, id]);
  expect(Date.parse(answer.json().dueAt)).toBeLessThanOrEqual(Date.now());
});

test("pages of a list hold every feed once, newest first", async () => {
  const { ask } = bob;
  for (let index = 0; index < 7; index++) {
    expect((await ask("POST", "/v1/feeds", { url: `https://many.example/${index}` })).statusCode).toBe(201);
  }
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = (await ask("GET", `/v1/feeds?limit=3&search=many.example${query}`)).json();
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map((feed: { url: string }) => feed.url));
    cursor = page.next;
  }
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `https://many.example/${index}`));
});

test("the worst come first, page by page and each once, and are counted", async () => {
  const caller = await addCaller(["publisher"]);
  const { ask } = caller;
  const standings = [
    "healthy",
    "unreachable",
    "unprobed",
    "degraded",
    "unreachable",
    "inconclusive",
  ] as const;
  for (const [index, standing] of standings.entries()) {
    const { id } = (
      await ask("POST", "/v1/feeds", {
        url: `https://worst.example/${index}`,
        labels: index === 3 ? ["daily", "rare"] : ["daily"],
      })
    ).json();
    await store.db.updateTable("subscriptions").set({ standing }).where("id", "=", id).execute();
  }
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = (await ask("GET", `/v1/feeds?order=worst&limit=2${query}`)).json();
    seen.push(...page.items.map((feed: { url: string }) => feed.url.at(-1)));
    cursor = page.next;
  }
  // Of those that stand alike the newest comes first.
  expect(seen.join("")).toBe("413502");
  const ofStanding = async (query: string) =>
    (await ask("GET", `/v1/feeds?${query}`)).json().items.map(({ url }: { url: string }) => url.at(-1));
  expect(await ofStanding("standing=unreachable")).toEqual(["4", "1"]);
  expect(await ofStanding("standing=unprobed&order=worst&label=daily")).toEqual(["2"]);
  expect((await ask("GET", "/v1/feeds?standing=dead")).json().errors[0].path).toBe("standing");
  expect((await ask("GET", "/v1/feeds/summary")).json()).toEqual({
    ...{ total: 6, unreachable: 2, degraded: 1, inconclusive: 1, healthy: 1, unprobed: 1 },
    labels: [
      { label: "daily", feeds: 6 },
      { label: "rare", feeds: 1 },
    ],
  });
  const newest = (await ask("GET", "/v1/feeds?limit=1")).json().next;
  const foreign = await ask("GET", `/v1/feeds?order=worst&cursor=${newest}`);
  expect([foreign.statusCode, foreign.json().errors[0].path]).toEqual([422, "cursor"]);
});

test.each(["limit=0", "limit=201", "limit=x", "limit=2.5", "cursor=bm9uc2Vuc2U", "cursor=", "colour=red"])(
  "a list refuses ?%s, naming the parameter",
  async (query) => {
    const answer = await alice.ask("GET", `/v1/feeds?${query}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].path).toBe(query.split("=")[0]);
  },
);

test.each(["nonsense", "00000000-0000-0000-0000-00000000000g", "1", "%00", "..%2f"])(
  "the id %s is not found",
  async (id) => {
    const answer = await alice.ask("GET", `/v1/feeds/${id}`);
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:earshot:problem:not-found"]);
  },
);

test("ops sees everybody's feeds, with whose they are", async () => {
  const { id } = (await alice.ask("POST", "/v1/feeds", { url: "https://shows.example/seen.xml" })).json();
  const seen = await ops.ask("GET", `/v1/feeds/${id}`);
  expect(seen.json()).toMatchObject({ id, publisherId: alice.publisherId });
});

describe("keys", () => {
  test.each([
    [undefined, 'Bearer realm="earshot"'],
    ["Bearer ek_unknown", 'Bearer realm="earshot", error="invalid_token"'],
    ["Basic dXNlcjpwdw==", 'Bearer realm="earshot", error="invalid_token"'],
    ["Bearer ", 'Bearer realm="earshot", error="invalid_token"'],
    [`Bearer ${"k".repeat(600)}`, 'Bearer realm="earshot", error="invalid_token"'],
  ])("%s is no key", async (authorization, challenge) => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await app.inject({ url: "/v1/feeds", headers });
    expect([answer.statusCode, answer.headers["www-authenticate"]]).toEqual([401, challenge]);
    expect(answer.json().type).toBe("urn:earshot:problem:unauthenticated");
  });

  test("the scheme's name is case-insensitive", async () => {
    const answer = await app.inject({ url: "/v1/feeds", headers: { authorization: `bearer ${alice.key}` } });
    expect(answer.statusCode).toBe(200);
  });
});
