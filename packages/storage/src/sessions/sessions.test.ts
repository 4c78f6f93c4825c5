import { expect, test } from "vitest";
import { later, openTestStore } from "../../test/open-test-store.ts";
import {
  createApiKey,
  createPublisher,
  createSession,
  endSession,
  findApiKey,
  findSession,
  inTransaction,
  purge,
  revokeApiKey,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const now = new Date("2026-11-01T12:00:00.000Z");
const hour = 3_600_000;

async function addKey(expiresAt: Date | null = null) {
  const { id: publisherId } = await createPublisher(db, { name: "Somebody", now });
  return (await createApiKey(db, { publisherId, roles: ["publisher"], expiresAt, now })).row;
}

function signIn(key: Awaited<ReturnType<typeof addKey>>, at = now) {
  return inTransaction(store, (tx) => createSession(tx, { key, expiresAt: later(at, 24 * hour), now: at }));
}

test("a session is found by its token until it ends, and only a hash of the token is stored", async () => {
  const key = await addKey();
  const { token, expiresAt } = await signIn(key);
  expect(expiresAt).toEqual(later(now, 24 * hour));
  expect(await findSession(db, { token, now })).toMatchObject({ expiresAt, key: { id: key.id } });
  expect(await findSession(db, { token: `${token}x`, now })).toBeUndefined();
  expect(await findSession(db, { token, now: expiresAt })).toBeUndefined();
  expect(JSON.stringify(await db.selectFrom("sessions").selectAll().execute())).not.toContain(token);
  expect(await findApiKey(db, { key: token, now })).toBeUndefined();
  await endSession(db, token);
  expect(await findSession(db, { token, now })).toBeUndefined();
});

test("a session ends with its key", async () => {
  const key = await addKey();
  const { token } = await signIn(key);
  await revokeApiKey(db, { id: key.id, publisherId: null, now });
  expect(await findSession(db, { token, now })).toBeUndefined();

  const brief = await addKey(later(now, hour));
  const session = await signIn(brief);
  expect(session.expiresAt).toEqual(later(now, hour));
});

test("a key has a hundred sessions at most, and the oldest gives way", async () => {
  const key = await addKey();
  const first = await signIn(key);
  const second = await signIn(key);
  for (let count = 0; count < 99; count++) await signIn(key);
  expect(await findSession(db, { token: first.token, now })).toBeUndefined();
  expect(await findSession(db, { token: second.token, now })).toBeDefined();
});

test("a purge forgets the sessions that are over", async () => {
  const key = await addKey();
  await signIn(key);
  await signIn(key, later(now, hour));
  await purge(store, later(now, 24 * hour));
  const { length } = await db.selectFrom("sessions").where("api_key_id", "=", key.id).selectAll().execute();
  expect(length).toBe(1);
});
