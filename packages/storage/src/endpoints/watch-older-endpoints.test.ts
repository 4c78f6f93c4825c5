import { randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { box, newReceiver, now } from "../../test/open-outbox.ts";
import { openTestStore } from "../../test/open-test-store.ts";
import { createEndpoint, openSecretBox, readEndpoint, watchOlderEndpoints } from "../index.ts";

const store = await openTestStore();
const { db } = store;

beforeEach(async () => {
  for (const table of ["endpoints", "schedule", "hosts"] as const) await db.deleteFrom(table).execute();
});

/** As a release left them that did not keep the hosts of webhooks yet. */
async function forgetHosts() {
  await db.updateTable("endpoints").set({ host_id: null, secure: null }).execute();
  for (const table of ["schedule", "hosts"] as const) await db.deleteFrom(table).execute();
}

async function watchedHosts() {
  const rows = await db
    .selectFrom("schedule as s")
    .innerJoin("hosts as h", "h.id", "s.subject_id")
    .select(["h.hostname", "h.port"])
    .where("s.kind", "=", "host")
    .orderBy("h.hostname")
    .execute();
  return rows.map(({ hostname, port }) => `${hostname}:${port}`);
}

async function newOlderWebhooks(count: number) {
  const { publisherId } = await newReceiver(store, []);
  const endpoint = { publisherId, types: null, style: "standard", now } as const;
  for (let n = 0; n < count; n++)
    await createEndpoint(db, box, { ...endpoint, url: new URL(`https://h${n % 3}.example:8443/${n}`) });
  const plain = await createEndpoint(db, box, { ...endpoint, url: new URL("http://10.0.0.7/plain") });
  await forgetHosts();
  return { publisherId, plain: plain.endpoint.id };
}

test("the hosts of older https webhooks are watched, once, however many processes start", async () => {
  const { publisherId, plain } = await newOlderWebhooks(250);
  const done = await Promise.all([1, 2, 3].map(() => watchOlderEndpoints(store, box, now)));
  expect(done.reduce((sum, { known }) => sum + known, 0)).toBe(251);
  expect(await watchedHosts()).toEqual(["h0.example:8443", "h1.example:8443", "h2.example:8443"]);
  expect(await readEndpoint(db, plain, publisherId)).toMatchObject({ host_id: null, secure: false });
  expect(await watchOlderEndpoints(store, box, now)).toEqual({ known: 0, sealed: 0 });
});

test("a webhook that no key opens is told of, left alone, and holds up no other", async () => {
  const { publisherId } = await newReceiver(store, []);
  const lost = openSecretBox([randomBytes(32)]);
  const endpoint = { publisherId, types: null, style: "standard", now } as const;
  await createEndpoint(db, lost, { ...endpoint, url: new URL("https://lost.example/") });
  await createEndpoint(db, box, { ...endpoint, url: new URL("https://kept.example/") });
  await forgetHosts();
  expect(await watchOlderEndpoints(store, box, now)).toEqual({ known: 1, sealed: 1 });
  expect(await watchedHosts()).toEqual(["kept.example:443"]);
});
