import {
  buildDisabledNotice,
  buildFailingNotice,
  endDueDrills,
  remindPublishers,
  tellChurn,
  tellRenewal,
  warnOfExpiry,
} from "@earshot/incident";
import { insertNotices, inTransaction, readFeedForCrawl, saveAccountSettings } from "@earshot/storage";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { alice } = await seedOutage(api);
const { store } = api;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

/** One of every kind of notice, beside the outage that was seeded. */
async function produceAll(): Promise<void> {
  const { ask, publisherId } = alice.caller;
  const now = new Date();
  expect((await ask("POST", `/v1/webhook-endpoints/${alice.endpointId}/test`)).statusCode).toBe(202);
  expect((await ask("POST", `/v1/feeds/${alice.feedId}/drill`, { durationSeconds: 1 })).statusCode).toBe(202);
  await saveAccountSettings(store.db, publisherId, { remindEveryMinutes: 5 });
  await inTransaction(store, (tx) => remindPublishers(tx, later(6)));
  await inTransaction(store, (tx) => endDueDrills(tx, later(1)));
  const { id } = await store.db
    .selectFrom("hosts")
    .select("id")
    .where("hostname", "=", "media.example")
    .executeTakeFirstOrThrow();
  const certificate = {
    ...{ fingerprint256: "cd", subject: "CN=media.example", issuer: "CN=Some CA" },
    ...{ notBefore: now.toISOString(), notAfter: later(60).toISOString() },
  };
  const hop = { host: "media.example", port: 443, role: null, addresses: ["192.0.2.1"], certificate };
  const warning = { fingerprint: "cd", hosts: [{ id, hop }], expiresAt: later(60), now } as const;
  await inTransaction(store, (tx) =>
    warnOfExpiry(tx, { ...warning, code: "certificate.expiring", threshold: 2 }),
  );
  await inTransaction(store, (tx) =>
    tellRenewal(tx, { previousFingerprint: "cd", host: { id, hop }, expiresAt: later(9_000), now }),
  );
  const subscription = await store.db
    .selectFrom("subscriptions")
    .select("feed_id")
    .where("id", "=", alice.feedId)
    .executeTakeFirstOrThrow();
  const feed = await readFeedForCrawl(store.db, subscription.feed_id);
  if (feed === undefined) throw new Error("the seeded feed is gone");
  const churn = { guidsChanged: 20, urlsChanged: 0 };
  await inTransaction(store, (tx) => tellChurn(tx, { feed, churn, bodyHash: "ab", now }));
  const failing = {
    ...{ id: alice.endpointId, publisher_id: publisherId, url_host: "hooks.example" },
    kind: "webhook",
    ...{ enabled: true, failures: 12, warned_at: null, first_failure_at: now },
  } as const;
  const about = [buildFailingNotice(failing, now), buildDisabledNotice(failing, "it answered 410 Gone", now)];
  await inTransaction(store, (tx) => insertNotices(tx, about, now));
}

test("every notice that is written is what the OpenAPI document says of its type, and below 20 kB", async () => {
  await produceAll();
  const document = (await api.app.inject("/openapi.json")).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const rows = await store.db.selectFrom("notices").selectAll().execute();
  for (const { type, occurred_at, payload } of rows) {
    const body = { type, timestamp: occurred_at.toISOString(), data: payload };
    const { schema } = document.webhooks[type].post.requestBody.content["application/json"];
    const validate = ajv.compile(schema);
    expect([type, validate(body), ajv.errorsText(validate.errors)]).toEqual([type, true, "No errors"]);
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(20_000);
    // A body without its summary must not pass, or the schema says nothing.
    expect(validate({ ...body, data: { ...payload, summary: undefined } })).toBe(false);
  }
  expect([...new Set(rows.map(({ type }) => type))].sort()).toEqual([
    "certificate.expiring",
    "certificate.renewed",
    "endpoint.disabled",
    "feed.changed",
    "incident.opened",
    "incident.resolved",
    "incident.updated",
    "webhook.test",
  ]);
});
