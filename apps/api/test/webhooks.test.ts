import { noticeTypes } from "@earshot/domain";
import {
  claimDue,
  insertNotices,
  inTransaction,
  readDeliveriesForAttempt,
  recordAttempts,
  relayNotices,
} from "@earshot/storage";
import { describe, expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";

const api = await openTestApi();
const { alice, bob, store, deps } = api;
let endpoints = 0;

async function addEndpoint(body: object = {}) {
  endpoints += 1;
  const answer = await alice.ask("POST", "/v1/webhook-endpoints", {
    url: `https://hooks.example/${endpoints}`,
    ...body,
  });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

describe("adding an endpoint", () => {
  test("answers 201 with a secret that is never shown again", async () => {
    const endpoint = await addEndpoint();
    expect(endpoint).toMatchObject({ style: "standard", types: null, enabled: true, disabledReason: null });
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const seen = await alice.ask("GET", `/v1/webhook-endpoints/${endpoint.id}`);
    expect(seen.json()).not.toHaveProperty("secret");
    expect(seen.json().url).toBe(endpoint.url);
  });

  test("over plain http is for allowed addresses", async () => {
    const allowed = await addEndpoint({ url: "http://127.0.0.1:9000/hook" });
    expect(allowed.url).toBe("http://127.0.0.1:9000/hook");
  });

  test.each([
    [{ url: "http://hooks.example/" }, "must be https"],
    [{ url: "http://127.0.0.1:9001/" }, "not a public address"],
    [{ url: "https://10.0.0.1/" }, "EARSHOT_WEBHOOK_ALLOW_ADDRESSES"],
    [{ url: "https://user:pw@hooks.example/" }, "user name or password"],
  ])("%j is refused with the reason: %s", async (body, reason) => {
    const answer = await alice.ask("POST", "/v1/webhook-endpoints", body);
    expect([answer.statusCode, answer.json().type]).toEqual([422, "urn:earshot:problem:url-refused"]);
    expect(answer.json().errors).toEqual([{ path: "url", message: expect.stringContaining(reason) }]);
  });

  test.each([
    [{ types: ["incident.open"] }, "types.0"],
    [{ types: [] }, "types"],
    [{ style: "teams" }, "style"],
    [{ secret: "whsec_mine" }, "secret"],
  ])("%j is refused, blaming %s", async (body, path) => {
    const answer = await alice.ask("POST", "/v1/webhook-endpoints", {
      url: "https://hooks.example/",
      ...body,
    });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
  });

  test("says which types there are", async () => {
    const answer = await alice.ask("POST", "/v1/webhook-endpoints", {
      url: "https://hooks.example/",
      types: ["x"],
    });
    for (const type of noticeTypes) expect(answer.json().errors[0].message).toContain(type);
  });
});

test("a change leaves what it does not name", async () => {
  const { id } = await addEndpoint({ types: ["incident.opened"], style: "slack" });
  const path = `/v1/webhook-endpoints/${id}`;
  const disabled = (await alice.ask("PATCH", path, { enabled: false })).json();
  expect(disabled).toMatchObject({
    enabled: false,
    disabledReason: "by the publisher",
    types: ["incident.opened"],
    style: "slack",
  });
  const enabled = (await alice.ask("PATCH", path, { enabled: true, types: null })).json();
  expect(enabled).toMatchObject({ enabled: true, disabledReason: null, types: null, style: "slack" });
  expect((await alice.ask("PATCH", path, { url: "http://hooks.example/" })).statusCode).toBe(422);
  expect((await alice.ask("PATCH", path, {})).json().detail).not.toBe("");
});

describe("filters", () => {
  test("are kept, changed and taken off again", async () => {
    const feed = (await alice.ask("POST", "/v1/feeds", { url: "https://filters.example/feed.xml" })).json();
    const filters = { severities: ["outage"], feedIds: [feed.id] };
    const endpoint = await addEndpoint(filters);
    expect(endpoint).toMatchObject(filters);
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    const changed = (await alice.ask("PATCH", path, { severities: ["warning"], feedIds: null })).json();
    expect(changed).toMatchObject({ severities: ["warning"], feedIds: null });
  });

  test("name one's own feeds only", async () => {
    const feed = (await bob.ask("POST", "/v1/feeds", { url: "https://bob-filters.example/feed.xml" })).json();
    const body = { url: "https://hooks.example/", feedIds: [feed.id] };
    const answer = await alice.ask("POST", "/v1/webhook-endpoints", body);
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, "feedIds.0"]);
  });
});

describe("a new URL", () => {
  test("is pinged at once, and verified when something has arrived", async () => {
    const endpoint = await addEndpoint({ types: ["incident.opened"] });
    expect(endpoint).toMatchObject({ verified: false, failures: 0, failingSince: null });
    await relay();
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    const pings = async () =>
      (await alice.ask("GET", `/v1/deliveries?endpointId=${endpoint.id}`)).json().items;
    expect(await pings()).toMatchObject([{ notice: { type: "webhook.test" }, state: "pending" }]);
    await arrive(Number((await pings())[0].id), endpoint.id);
    expect((await alice.ask("GET", path)).json()).toMatchObject({ verified: true });
    const moved = await alice.ask("PATCH", path, { url: "https://hooks.example/moved" });
    expect(moved.json()).toMatchObject({ verified: false });
    await relay();
    expect(await pings()).toHaveLength(2);
  });
});

describe("resending since an instant", () => {
  test("sends what was delivered and what was missed while the endpoint was disabled", async () => {
    const since = new Date().toISOString();
    const endpoint = await addEndpoint();
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    await relay();
    await alice.ask("PATCH", path, { enabled: false });
    expect((await alice.ask("POST", `${path}/resend`, { since })).statusCode).toBe(409);
    const missed = {
      ...{ publisherId: alice.publisherId, incidentId: null, sequence: 1 },
      type: "incident.opened",
      ...{ occurredAt: new Date(), payload: { summary: "It broke." }, dedupeKey: "missed" },
    } as const;
    await inTransaction(store, (tx) => insertNotices(tx, [missed], new Date()));
    await relay();
    await alice.ask("PATCH", path, { enabled: true });
    const answer = await alice.ask("POST", `${path}/resend`, { since });
    expect([answer.statusCode, answer.json()]).toEqual([
      202,
      { endpointId: endpoint.id, deliveries: 2, hasMore: false },
    ]);
    const { items } = (await alice.ask("GET", `/v1/deliveries?endpointId=${endpoint.id}`)).json();
    expect(items.map(({ notice }: { notice: { type: string } }) => notice.type)).toEqual([
      "incident.opened",
      "webhook.test",
    ]);
    const late = new Date(Date.now() + 1_000).toISOString();
    expect((await alice.ask("POST", `${path}/resend`, { since: late })).json()).toMatchObject({
      deliveries: 0,
    });
    expect((await bob.ask("POST", `${path}/resend`, { since })).statusCode).toBe(404);
  });
});

test("a deleted endpoint is gone", async () => {
  const { id } = await addEndpoint();
  expect((await alice.ask("DELETE", `/v1/webhook-endpoints/${id}`)).statusCode).toBe(204);
  expect((await alice.ask("GET", `/v1/webhook-endpoints/${id}`)).statusCode).toBe(404);
});

test("after a rotation both secrets sign for 24 hours", async () => {
  const endpoint = await addEndpoint();
  const path = `/v1/webhook-endpoints/${endpoint.id}`;
  const rotated = (await alice.ask("POST", `${path}/rotate-secret`)).json();
  expect(rotated.secret).not.toBe(endpoint.secret);
  const untilMs = Date.parse(rotated.previousSignsUntil) - Date.now();
  expect(Math.round(untilMs / 3_600_000)).toBe(24);
  await alice.ask("POST", `${path}/test`);
  await relay();
  const [delivery] = (await alice.ask("GET", `/v1/deliveries?endpointId=${endpoint.id}`)).json().items;
  const read = async (at: Date) =>
    (await readDeliveriesForAttempt(store.db, deps.box, [Number(delivery.id)], at))[0];
  expect((await read(new Date()))?.endpoint.secrets).toEqual([rotated.secret, endpoint.secret]);
  const later = new Date(Date.now() + 25 * 3_600_000);
  expect((await read(later))?.endpoint.secrets).toEqual([rotated.secret]);
});

describe("a test", () => {
  test("is one notice, for that endpoint only, whatever types it wants", async () => {
    const endpoint = await addEndpoint({ types: ["incident.opened"] });
    const answer = await alice.ask("POST", `/v1/webhook-endpoints/${endpoint.id}/test`);
    expect(answer.statusCode).toBe(202);
    await relay();
    const { items } = (await alice.ask("GET", "/v1/deliveries?limit=200")).json();
    const own = items.filter((item: { notice: { id: string } }) => item.notice.id === answer.json().noticeId);
    expect(own).toMatchObject([
      {
        endpointId: endpoint.id,
        notice: { type: "webhook.test", incidentId: null },
        state: "pending",
        attempts: [],
      },
    ]);
  });

  test("is refused while the endpoint is disabled", async () => {
    const { id } = await addEndpoint();
    await alice.ask("PATCH", `/v1/webhook-endpoints/${id}`, { enabled: false });
    const answer = await alice.ask("POST", `/v1/webhook-endpoints/${id}/test`);
    expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:earshot:problem:conflict"]);
  });

  test("can be asked for thirty times a minute", async () => {
    const { id } = await addEndpoint();
    const path = `/v1/webhook-endpoints/${id}/test`;
    for (let count = 0; count < 30; count++) expect((await alice.ask("POST", path)).statusCode).toBe(202);
    const answer = await alice.ask("POST", path);
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([429, "60"]);
    expect(
      (await alice.ask("POST", `/v1/webhook-endpoints/${(await addEndpoint()).id}/test`)).statusCode,
    ).toBe(202);
  });
});

test("a delivery is sent again, unless its endpoint is disabled", async () => {
  const { id } = await addEndpoint();
  await alice.ask("POST", `/v1/webhook-endpoints/${id}/test`);
  await relay();
  const [delivery] = (await alice.ask("GET", `/v1/deliveries?endpointId=${id}`)).json().items;
  const again = await alice.ask("POST", `/v1/deliveries/${delivery.id}/resend`);
  expect([again.statusCode, again.json().notice.id]).toEqual([202, delivery.notice.id]);
  expect((await bob.ask("POST", `/v1/deliveries/${delivery.id}/resend`)).statusCode).toBe(404);
  await alice.ask("PATCH", `/v1/webhook-endpoints/${id}`, { enabled: false });
  const refused = await alice.ask("POST", `/v1/deliveries/${delivery.id}/resend`);
  expect([refused.statusCode, refused.json().detail]).toEqual([
    409,
    expect.stringContaining("Enable it first"),
  ]);
});

test("an account has fifty endpoints at most", async () => {
  const { ask } = await api.addCaller(["publisher"]);
  const add = (index: number) =>
    ask("POST", "/v1/webhook-endpoints", { url: `https://hooks.example/${index}` });
  for (let index = 0; index < 50; index++) expect((await add(index)).statusCode).toBe(201);
  const answer = await add(50);
  expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:earshot:problem:limit-reached"]);
});

/** As a notifier would that had delivered it. */
async function arrive(deliveryId: number, endpointId: string): Promise<void> {
  const now = new Date();
  const { claimId } = await claimDue(store.db, { kind: "delivery", limit: 1_000, leaseMs: 60_000, now });
  const attempt = {
    ...{ claimId, deliveryId, endpointId, attempt: 1, at: now, status: 204, error: null, durationMs: 1 },
    ...{ responseBody: "", nextAttemptAt: null, blamesEndpoint: true },
    state: "delivered",
    lane: "hot",
  } as const;
  await inTransaction(store, (tx) => recordAttempts(tx, [attempt], now));
}

async function relay(): Promise<void> {
  await inTransaction(store, (tx) => relayNotices(tx, { limit: 100, now: new Date() }));
}
