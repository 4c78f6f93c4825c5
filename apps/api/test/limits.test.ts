import { inTransaction, lockRow, openStore, registerFeed } from "@earshot/storage";
import { countBlocked, createTestDatabase } from "@earshot/test-servers";
import { pino } from "pino";
import { afterAll, expect, test, vi } from "vitest";
import { buildApi } from "../src/index.ts";
import { openTestApi } from "./open-test-api.ts";

const database = await createTestDatabase();
const store = openStore({ url: database.url, log: pino({ level: "silent" }), poolMax: 5 });
const { deps, alice } = await openTestApi({ store });
const small = await buildApi({ ...deps, env: { ...deps.env, feedsMax: 1 } });
afterAll(async () => {
  await small.close();
  await store.close();
  await database.close();
});

test("a feed that is registered at the same time counts against the limit, though it is not written yet", async () => {
  const { publisherId, key } = alice;
  const [answer] = await inTransaction(store, async (tx) => {
    await registerFeed(tx, { publisherId, url: "https://limits.example/first.xml", now: new Date() });
    await lockRow(tx, "publishers", publisherId);
    const second = small.inject({
      ...{ method: "POST", url: "/v1/feeds", headers: { authorization: `Bearer ${key}` } },
      payload: { url: "https://limits.example.org/second.xml" },
    });
    await vi.waitFor(async () => expect(await countBlocked(database.url)).toBe(1), { timeout: 10_000 });
    return [second];
  });
  const { statusCode, body } = await answer;
  expect([statusCode, JSON.parse(body).type]).toEqual([409, "urn:earshot:problem:limit-reached"]);
});
