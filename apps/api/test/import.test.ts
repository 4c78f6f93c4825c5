import { describe, expect, test } from "vitest";
import { buildApi } from "../src/index.ts";
import { openTestApi } from "./open-test-api.ts";

const api = await openTestApi();
const { app, alice, ops } = api;

function sendOpml(key: string, payload: string, type = "text/x-opml") {
  const headers = { authorization: `Bearer ${key}`, "content-type": type };
  return app.inject({ method: "POST", url: "/v1/feeds/import", headers, payload });
}

const opml = `<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
  <outline text="News &amp; talk">
    <outline text="One" type="rss" xmlUrl="https://import.example/one.xml?a=1&amp;b=2" category="/daily, flagship"/>
  </outline>
  <outline text="Two" type="rss" xmlUrl="https://import.example/two.xml"/>
  <outline text="Inside" xmlUrl="http://127.0.0.1/feed.xml"/>
  <outline text="A folder with nothing in it"/>
</body></opml>`;

describe("importing", () => {
  test("takes each feed by itself and tells what became of it", async () => {
    const feeds = [
      { url: "https://import.example/a.xml", labels: ["x"] },
      { url: "HTTPS://import.example/a.xml" },
      { url: "ftp://import.example/b.xml" },
    ];
    const answer = await alice.ask("POST", "/v1/feeds/import", { feeds });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      ...{ created: 1, known: 1, refused: 1 },
      items: [
        { url: feeds[0]?.url, outcome: "created", reason: null },
        { url: feeds[1]?.url, outcome: "known", reason: null },
        { url: feeds[2]?.url, outcome: "refused", id: null, reason: expect.stringContaining('"ftp"') },
      ],
    });
    const [first, second] = answer.json().items;
    expect(first.id).toBe(second.id);
    expect((await alice.ask("GET", `/v1/feeds/${first.id}`)).json().labels).toEqual(["x"]);
  });

  test("reads OPML, whose categories and folders become labels", async () => {
    const { key, ask } = await api.addCaller(["publisher"]);
    const answer = await sendOpml(key, opml);
    expect(answer.json()).toMatchObject({ created: 2, known: 0, refused: 1 });
    const feeds = (await ask("GET", "/v1/feeds")).json().items;
    expect(feeds.map(({ url, labels }: { url: string; labels: string[] }) => [url, labels])).toEqual([
      ["https://import.example/two.xml", []],
      ["https://import.example/one.xml?a=1&b=2", ["daily", "flagship", "News & talk"]],
    ]);
    expect((await sendOpml(key, opml, "application/xml")).json()).toMatchObject({ created: 0, known: 2 });
  });

  const declared = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><opml version="2.0"><body><outline text="Büro"><outline type="rss" xmlUrl="https://${encoding}.import.example/ü.xml"/></outline></body></opml>`;
  const utf16 = Buffer.from(`\ufeff${declared("UTF-16")}`, "utf16le");

  test.each([
    ["with a byte order mark", Buffer.from(`\ufeff${declared("UTF-8")}`), "text/x-opml"],
    ["in UTF-16", utf16, "text/x-opml"],
    ["in UTF-16 with the larger end first", Buffer.from(utf16).swap16(), "text/x-opml"],
    ["in the encoding that it declares", Buffer.from(declared("ISO-8859-1"), "latin1"), "text/xml"],
    ["in that of the header", Buffer.from(declared("UTF-8"), "latin1"), 'text/xml; charset="windows-1252"'],
  ])("reads OPML %s", async (_how, payload, type) => {
    const { key, ask } = await api.addCaller(["publisher"]);
    const headers = { authorization: `Bearer ${key}`, "content-type": type };
    const answer = await app.inject({ method: "POST", url: "/v1/feeds/import", headers, payload });
    expect(answer.json()).toMatchObject({ created: 1, items: [{ url: expect.stringMatching(/ü\.xml$/) }] });
    expect((await ask("GET", "/v1/feeds")).json().items[0].labels).toEqual(["Büro"]);
  });

  test("reads no bytes that are none of their encoding", async () => {
    const { key } = await api.addCaller(["publisher"]);
    const headers = { authorization: `Bearer ${key}`, "content-type": "text/x-opml" };
    const payload = Buffer.from(declared("UTF-8"), "latin1");
    const answer = await app.inject({ method: "POST", url: "/v1/feeds/import", headers, payload });
    expect([answer.statusCode, answer.json().type]).toEqual([400, "urn:earshot:problem:malformed-request"]);
  });

  test.each([
    ["<rss/>", "text/x-opml", 400],
    ["", "text/x-opml", 400],
    [`<opml version="2.0"><body><outline text="none"/></body></opml>`, "text/x-opml", 422],
    [opml, "text/plain", 415],
  ])("%.40s as %s is refused with %i", async (payload, type, status) => {
    expect((await sendOpml(alice.key, payload, type)).statusCode).toBe(status);
  });

  test("names the feed and the field that will not do", async () => {
    const feeds = [
      { url: "https://import.example/c.xml" },
      { url: "https://import.example/d.xml", labels: [""] },
    ];
    const answer = await alice.ask("POST", "/v1/feeds/import", { feeds });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, "feeds.1.labels.0"]);
    const many = Array.from({ length: 1_001 }, (_, index) => ({ url: `https://import.example/${index}` }));
    const tooMany = await alice.ask("POST", "/v1/feeds/import", { feeds: many });
    expect([tooMany.statusCode, tooMany.json().errors[0].message]).toEqual([
      422,
      "give at most 1,000 feeds at a time",
    ]);
  });

  test("is for publishers", async () => {
    expect((await sendOpml(ops.key, opml)).statusCode).toBe(403);
  });
});

test("what is exported can be imported again", async () => {
  const [one, two] = [await api.addCaller(["publisher"]), await api.addCaller(["publisher"])];
  const feeds = [
    { url: "https://export.example/a.xml?x=1&y=<2>", labels: ["a, b", "c"] },
    { url: "https://export.example/b.xml" },
  ];
  await one.ask("POST", "/v1/feeds/import", { feeds });
  const file = await one.ask("GET", "/v1/feeds/export");
  expect(file.headers).toMatchObject({
    "content-type": "text/x-opml; charset=utf-8",
    "content-disposition": 'attachment; filename="earshot.opml"',
  });
  expect((await sendOpml(two.key, file.body)).json()).toMatchObject({ created: 2, refused: 0 });
  const copied = (await two.ask("GET", "/v1/feeds")).json().items;
  expect(copied.map(({ labels }: { labels: string[] }) => labels)).toEqual([["a  b", "c"], []]);
});

describe("the limits of an account", () => {
  test("are on feeds and on the enclosures in them, and say what to do", async () => {
    const { deps, store } = api;
    const small = await buildApi({ ...deps, env: { ...deps.env, feedsMax: 2, enclosuresMax: 10 } });
    const { key } = await api.addCaller(["publisher"]);
    const add = (name: string) =>
      small.inject({
        ...{ method: "POST", url: "/v1/feeds", headers: { authorization: `Bearer ${key}` } },
        payload: { url: `https://limits.example/${name}.xml` },
      });
    expect((await add("1")).statusCode).toBe(201);
    expect((await add("2")).statusCode).toBe(201);
    const third = await add("3");
    expect([third.statusCode, third.json().type]).toEqual([409, "urn:earshot:problem:limit-reached"]);
    expect(third.json().detail).toContain("watches 2 feeds, which is the most. Remove a feed");
    expect((await add("1")).statusCode).toBe(200);

    await small.inject({
      ...{ method: "DELETE", url: `/v1/feeds/${(await add("2")).json().id}` },
      headers: { authorization: `Bearer ${key}` },
    });
    await store.db
      .updateTable("feeds")
      .set({ enclosures: 11 })
      .where("url", "=", "https://limits.example/1.xml")
      .execute();
    expect((await add("4")).json().detail).toContain("has 10 enclosures in its feeds");
    await small.close();
  });
});
