import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openTestStore } from "../../test/open-test-store.ts";
import { createEndpoint, createPublisher, openSecretBox, resealSecrets, rotateSecret } from "../index.ts";

const store = await openTestStore();
const now = new Date("2026-11-01T12:00:00.000Z");

test("what an older key sealed is sealed by the first one, and the older may be taken away", async () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  const { id: publisherId } = await createPublisher(store.db, { name: "Somebody", now });
  const url = new URL("https://hooks.example/secret-path");
  const wishes = { publisherId, url, types: null, style: "standard", now } as const;
  const { endpoint, secret } = await createEndpoint(store.db, openSecretBox([older]), wishes);
  const target = { id: endpoint.id, owner: publisherId, previousUntil: now };
  const rotated = await rotateSecret(store.db, openSecretBox([older]), target);
  await createEndpoint(store.db, openSecretBox([newer]), wishes);

  expect(await resealSecrets(store, openSecretBox([newer, older]))).toBe(1);
  expect(await resealSecrets(store, openSecretBox([newer, older]))).toBe(0);
  const box = openSecretBox([newer]);
  const row = await store.db
    .selectFrom("endpoints")
    .selectAll()
    .where("id", "=", endpoint.id)
    .executeTakeFirstOrThrow();
  const opened = [row.url, row.secret, row.previous_secret].map((sealed) => sealed && box.open(sealed));
  expect(opened).toEqual([url.href, rotated?.secret, secret]);
});

test("what no key of the box sealed is left as it is, with an error", async () => {
  await expect(resealSecrets(store, openSecretBox([randomBytes(32)]))).rejects.toThrow(/another key/);
});
