import { type LockableTable, openStore } from "@earshot/storage";
import { countBlocked, createTestDatabase } from "@earshot/test-servers";
import { pino } from "pino";
import { afterAll, describe, expect, test, vi } from "vitest";
import { openTestApi } from "./open-test-api.ts";

const database = await createTestDatabase();
const store = openStore({ url: database.url, log: pino({ level: "silent" }), poolMax: 5 });
const { app, alice } = await openTestApi({ store });
afterAll(async () => {
  await store.close();
  await database.close();
});

/** Something of alice's with an ETag: its path, its row, and two changes of it that exclude each other. */
interface Changeable {
  readonly url: string;
  readonly table: LockableTable;
  readonly rowId: string;
  readonly first: object;
  readonly second: object;
}

async function add(url: string, payload: object): Promise<string> {
  return (await alice.ask("POST", url, payload)).json().id;
}

const feedId = await add("/v1/feeds", { url: "https://match.example/feed.xml" });
const endpointId = await add("/v1/webhook-endpoints", { url: "https://hooks.example/match" });
const silenceId = await add("/v1/silences", { kind: "mute", note: "before" });

const changeables: Record<string, Changeable> = {
  feed: {
    ...{ url: `/v1/feeds/${feedId}`, table: "subscriptions", rowId: feedId },
    ...{ first: { labels: ["one"] }, second: { labels: ["two"] } },
  },
  "webhook endpoint": {
    ...{ url: `/v1/webhook-endpoints/${endpointId}`, table: "endpoints", rowId: endpointId },
    ...{ first: { style: "slack" }, second: { style: "discord" } },
  },
  silence: {
    ...{ url: `/v1/silences/${silenceId}`, table: "silences", rowId: silenceId },
    ...{ first: { note: "one" }, second: { note: "two" } },
  },
  account: {
    ...{ url: "/v1/account", table: "publishers", rowId: alice.publisherId },
    ...{ first: { remindEveryMinutes: 30 }, second: { remindEveryMinutes: 60 } },
  },
};

async function tagOf(url: string): Promise<string> {
  return String((await alice.ask("GET", url)).headers["etag"]);
}

function change(method: "PATCH" | "DELETE", url: string, tag: string, payload?: object) {
  const headers = { authorization: `Bearer ${alice.key}`, "if-match": tag };
  return app.inject({ method, url, headers, ...(payload && { payload }) });
}

describe.each(Object.entries(changeables))("a %s", (_name, { url, table, rowId, first, second }) => {
  test("changes once when two changes come at once that have both seen it as it was", async () => {
    const tag = await tagOf(url);
    const answers = await store.db.transaction().execute(async (tx) => {
      await tx.selectFrom(table).select("id").where("id", "=", rowId).forUpdate().execute();
      const both = [first, second].map((payload) => change("PATCH", url, tag, payload));
      await vi.waitFor(async () => expect(await countBlocked(database.url)).toBe(2), { timeout: 10_000 });
      return both;
    });
    const statuses = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
    expect(statuses.sort()).toEqual([200, 412]);
  });

  test("is not changed by whoever saw something else, and takes several tags, weak ones and *", async () => {
    const refused = await change("PATCH", url, '"another"', first);
    expect([refused.statusCode, refused.json().type]).toEqual([
      412,
      "urn:earshot:problem:precondition-failed",
    ]);
    for (const give of [(tag: string) => tag, (tag: string) => `"another", W/${tag}`, () => "*"])
      expect((await change("PATCH", url, give(await tagOf(url)), first)).statusCode).toBe(200);
  });
});

test.each(Object.entries(changeables).filter(([name]) => name !== "account"))(
  "a %s is not deleted by whoever saw something else",
  async (_name, { url }) => {
    expect((await change("DELETE", url, '"another"')).statusCode).toBe(412);
    expect((await alice.ask("GET", url)).statusCode).toBe(200);
    expect((await change("DELETE", url, await tagOf(url))).statusCode).toBe(204);
    expect((await change("DELETE", url, "*")).statusCode).toBe(404);
  },
);
