import { expect, test } from "vitest";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  bootstrapAccount,
  createApiKey,
  createPublisher,
  findApiKey,
  inTransaction,
  listApiKeys,
  listPublishers,
  readPublisher,
  revokeApiKey,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");
const minute = 60_000;

test("the bootstrap key opens one account however often and by however many it is asked for", async () => {
  const key = "a key of the operator's own";
  const all = await Promise.all(
    [1, 2, 3].map(() => inTransaction(store, (tx) => bootstrapAccount(tx, { key, now }))),
  );
  expect(all.filter(({ created }) => created)).toHaveLength(1);
  expect(await listPublishers(db, { limit: 9 })).toHaveLength(1);
  const found = await findApiKey(db, { key, now });
  expect(found).toMatchObject({ publisherId: all[0]?.publisherId, roles: ["publisher", "ops"] });
  expect(key.startsWith(found?.prefix ?? "?")).toBe(true);

  const other = await inTransaction(store, (tx) => bootstrapAccount(tx, { key: "another", now }));
  expect(other).toEqual({ publisherId: all[0]?.publisherId, created: false });
  expect(await findApiKey(db, { key: "another", now })).toBeDefined();

  await revokeApiKey(db, { id: found?.id ?? "", publisherId: null, now });
  await inTransaction(store, (tx) => bootstrapAccount(tx, { key, now }));
  expect(await findApiKey(db, { key, now })).toBeUndefined();
});

test("a key is found until it expires or is revoked, and is stored only as a hash", async () => {
  const { id: publisherId } = await createPublisher(db, {
    name: "Somebody",
    email: "some@body.example",
    now,
  });
  expect(await readPublisher(db, publisherId)).toMatchObject({
    name: "Somebody",
    email: "some@body.example",
  });
  const { key, row } = await createApiKey(db, {
    publisherId,
    roles: ["publisher"],
    expiresAt: later(now, minute),
    now,
  });
  expect(key).toMatch(/^ek_[\w-]{43}$/);
  expect(await findApiKey(db, { key, now })).toMatchObject({ id: row.id, publisherId, roles: ["publisher"] });
  expect(await findApiKey(db, { key, now: later(now, minute) })).toBeUndefined();
  expect(await findApiKey(db, { key: `${key}x`, now })).toBeUndefined();
  const stored = await db
    .selectFrom("api_keys")
    .selectAll()
    .where("id", "=", row.id)
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(stored)).not.toContain(key);

  const lasting = await createApiKey(db, { publisherId, roles: ["publisher"], now });
  const { id: strangerId } = await createPublisher(db, { name: "Stranger", now });
  expect(await revokeApiKey(db, { id: lasting.row.id, publisherId: strangerId, now })).toBe(false);
  expect(await revokeApiKey(db, { id: lasting.row.id, publisherId, now })).toBe(true);
  expect(await findApiKey(db, { key: lasting.key, now })).toBeUndefined();
  expect((await listApiKeys(db, { publisherId, limit: 9 })).map(({ id }) => id)).toEqual([
    lasting.row.id,
    row.id,
  ]);
  expect(await listApiKeys(db, { publisherId: strangerId, limit: 9 })).toEqual([]);
});

test("the last use is kept to the minute", async () => {
  const { id: publisherId } = await createPublisher(db, { name: "User", now });
  const { key } = await createApiKey(db, { publisherId, roles: ["publisher"], now });
  const lastUsed = async () => (await listApiKeys(db, { publisherId, limit: 1 }))[0]?.lastUsedAt;
  await findApiKey(db, { key, now });
  await findApiKey(db, { key, now: later(now, minute - 1) });
  expect(await lastUsed()).toEqual(now);
  await findApiKey(db, { key, now: later(now, 2 * minute) });
  expect(await lastUsed()).toEqual(later(now, 2 * minute));
});
