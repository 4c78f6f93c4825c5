import { expect, test } from "vitest";
import { type Operation, openContract } from "./open-contract.ts";
import { openTestApi } from "./open-test-api.ts";
import { type SeededPublisher, seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { operations } = await openContract(api.app);
const { alice, bob, incidentId } = await seedOutage(api);
const stranger = await api.addCaller(["publisher"]);

/** What only the publisher itself, and ops, may ever be told. */
function traitsOf(own: SeededPublisher, name: string): readonly string[] {
  const { feedId, endpointId, keyId, caller } = own;
  return [
    feedId,
    endpointId,
    keyId,
    caller.publisherId,
    `secret=${name}`,
    `${name}.example`,
    `show of ${name}`,
    `${name}-hook`,
  ];
}

/** What stands for an id in a path, by the part before it. */
function idsOf(own: SeededPublisher): Record<string, string | undefined> {
  return {
    feeds: own.feedId,
    enclosures: own.enclosureIds[0],
    hosts: own.hostId,
    "webhook-endpoints": own.endpointId,
    deliveries: own.deliveryId,
    "api-keys": own.keyId,
    "evidence-links": own.evidenceLinkId,
    silences: own.silenceId,
    incidents: incidentId,
  };
}

/**
 * How each route keeps publishers apart. `own`: about one thing of one publisher's, 404 to any other. `shared`: about
 * an incident, 404 to whom it does not touch. `list`: one's own things. `ops`: for ops alone. `self`: about whoever
 * asks, with no id that could be another's. `open`: needs no key, and tells
 * only what its publisher lets anybody see (`public.test.ts`).
 */
const matrix: Record<string, "own" | "shared" | "list" | "ops" | "self" | "open"> = {
  "DELETE /v1/api-keys/{id}": "own",
  "DELETE /v1/calendar": "self",
  "DELETE /v1/evidence-links/{id}": "own",
  "DELETE /v1/feeds/{id}": "own",
  "DELETE /v1/session": "open",
  "DELETE /v1/silences/{id}": "own",
  "DELETE /v1/webhook-endpoints/{id}": "own",
  "GET /v1/account": "self",
  "GET /v1/api-keys": "list",
  "GET /v1/calendar": "self",
  "GET /v1/calendar/{token}/certificates.ics": "open",
  "GET /v1/certificates/forecast": "list",
  "GET /v1/deliveries": "list",
  "GET /v1/enclosures/{id}": "own",
  "GET /v1/enclosures/{id}/probes": "own",
  "GET /v1/events": "self",
  "GET /v1/feeds": "list",
  "GET /v1/feeds/export": "self",
  "GET /v1/feeds/summary": "self",
  "GET /v1/feeds/{id}": "own",
  "GET /v1/feeds/{id}/availability": "own",
  "GET /v1/feeds/{id}/enclosures": "own",
  "GET /v1/hosts": "list",
  "GET /v1/hosts/{id}": "own",
  "GET /v1/hosts/{id}/faults": "own",
  "GET /v1/hosts/{id}/feeds": "own",
  "GET /v1/hosts/{id}/latency": "own",
  "GET /v1/incidents": "list",
  "GET /v1/incidents/{id}": "shared",
  "GET /v1/incidents/{id}/enclosures": "shared",
  "GET /v1/incidents/{id}/evidence": "shared",
  "GET /v1/incidents/{id}/evidence-links": "shared",
  "GET /v1/incidents/{id}/evidence.html": "shared",
  "GET /v1/incidents/{id}/timeline": "shared",
  "GET /v1/ops/certificates": "ops",
  "GET /v1/ops/coverage": "ops",
  "GET /v1/ops/hosts": "ops",
  "GET /v1/ops/publishers": "ops",
  "GET /v1/ops/queues": "ops",
  "GET /v1/ops/requests": "ops",
  "GET /v1/ops/vantages": "ops",
  "GET /v1/publishers": "ops",
  "GET /v1/session": "self",
  "GET /v1/silences": "list",
  "GET /v1/silences/{id}": "own",
  "GET /v1/status/{id}": "open",
  "GET /v1/status/{id}/badge.svg": "open",
  "GET /v1/webhook-endpoints": "list",
  "GET /v1/webhook-endpoints/{id}": "own",
  "PATCH /v1/account": "self",
  "PATCH /v1/feeds/{id}": "own",
  "PATCH /v1/publishers/{id}": "ops",
  "PATCH /v1/silences/{id}": "own",
  "PATCH /v1/webhook-endpoints/{id}": "own",
  "POST /v1/api-keys": "self",
  "POST /v1/calendar": "self",
  "POST /v1/deliveries/{id}/resend": "own",
  "POST /v1/feeds": "self",
  "POST /v1/feeds/import": "self",
  "POST /v1/feeds/{id}/check": "own",
  "POST /v1/feeds/{id}/drill": "own",
  "POST /v1/incidents/{id}/acknowledge": "shared",
  "POST /v1/incidents/{id}/evidence-links": "shared",
  "POST /v1/publishers": "ops",
  "POST /v1/session": "open",
  "POST /v1/silences": "self",
  "POST /v1/webhook-endpoints": "self",
  "POST /v1/webhook-endpoints/{id}/resend": "own",
  "POST /v1/webhook-endpoints/{id}/rotate-secret": "own",
  "POST /v1/webhook-endpoints/{id}/test": "own",
};

function operationsThatAre(kind: (typeof matrix)[string]): readonly Operation[] {
  return operations.filter(({ name }) => matrix[name] === kind);
}

function fill(path: string, own: SeededPublisher): string {
  return path.replace(/\{\w+\}/, idsOf(own)[path.split("/")[2] ?? ""] ?? "missing");
}

test("every route has its line in the matrix", () => {
  expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(matrix).sort());
});

test.each(operationsThatAre("own"))(
  "$name of another publisher is 404, and changes nothing",
  async ({ method, path, example }) => {
    const before = await snapshotOf(alice);
    const answer = await bob.caller.ask(method, fill(path, alice), example);
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:earshot:problem:not-found"]);
    expect(await snapshotOf(alice)).toEqual(before);
  },
);

test.each(operationsThatAre("ops"))("$name is for ops", async ({ method, path, example }) => {
  const url = path.replace(/\{\w+\}/, alice.caller.publisherId);
  expect((await alice.caller.ask(method, url, example)).statusCode).toBe(403);
});

/** What a publisher has, as it sees it itself; keys without their last use, which every look changes. */
async function snapshotOf({ caller }: SeededPublisher): Promise<unknown> {
  const urls = ["/v1/feeds", "/v1/silences", "/v1/webhook-endpoints", "/v1/deliveries", "/v1/api-keys"];
  const answers = await Promise.all(urls.map((url) => caller.ask("GET", url)));
  return answers.map((answer) =>
    JSON.parse(answer.body, (key, value) => (key === "lastUsedAt" ? null : value)),
  );
}

test.each(operationsThatAre("shared"))(
  "$name of an incident of others is 404",
  async ({ method, path, example }) => {
    expect((await stranger.ask(method, fill(path, alice), example)).statusCode).toBe(404);
  },
);

test.each(operationsThatAre("list"))("$name tells each publisher nothing of the other", async ({ path }) => {
  const answers = await Promise.all([alice.caller.ask("GET", path), bob.caller.ask("GET", path)]);
  const others = [traitsOf(bob, "bob"), traitsOf(alice, "alice")];
  for (const [index, answer] of answers.entries()) {
    expect(answer.statusCode).toBe(200);
    for (const trait of others[index] ?? []) expect(answer.body).not.toContain(trait);
  }
});

test.each(operationsThatAre("list"))("$name is empty for somebody who has nothing", async ({ path }) => {
  const answer = await stranger.ask("GET", path);
  const others = [...traitsOf(alice, "alice"), ...traitsOf(bob, "bob"), incidentId, "media.example"];
  for (const trait of others) expect(answer.body).not.toContain(trait);
  expect(answer.json().items.length).toBe(path === "/v1/api-keys" ? 1 : 0);
});

test("lists hold what is one's own", async () => {
  for (const path of [
    "/v1/feeds",
    "/v1/webhook-endpoints",
    "/v1/deliveries",
    "/v1/api-keys",
    "/v1/incidents",
  ]) {
    expect((await alice.caller.ask("GET", path)).json().items).toHaveLength(1);
  }
});

test("a shared incident tells each publisher of its own episodes only", async () => {
  for (const [own, name, other] of [
    [alice, "alice", traitsOf(bob, "bob")],
    [bob, "bob", traitsOf(alice, "alice")],
  ] as const) {
    const answer = await own.caller.ask("GET", `/v1/incidents/${incidentId}`);
    expect(answer.json().affected).toMatchObject({ shows: 1, episodes: 1 });
    expect(answer.json().affected.samples[0].url).toContain(`secret=${name}`);
    for (const trait of [...other, "somebody"]) expect(answer.body).not.toContain(trait);
    expect(answer.json().evidence.latest.addresses[0].tls.certificates[0].subject).toBe("CN=media.example");
  }
});

test("acknowledging is for one's own account", async () => {
  const path = `/v1/incidents/${incidentId}`;
  expect((await alice.caller.ask("POST", `${path}/acknowledge`)).json().acknowledgedAt).not.toBeNull();
  expect((await bob.caller.ask("GET", path)).json().acknowledgedAt).toBeNull();
});

test("ops sees everybody's, with the URLs of evidence but not the secret ones of webhooks", async () => {
  for (const path of ["/v1/feeds", "/v1/webhook-endpoints", "/v1/deliveries"]) {
    const owners = (await api.ops.ask("GET", path))
      .json()
      .items.map((item: { publisherId: string }) => item.publisherId);
    expect(owners.sort()).toEqual([alice.caller.publisherId, bob.caller.publisherId].sort());
  }
  const incident = (await api.ops.ask("GET", `/v1/incidents/${incidentId}`)).json();
  expect(incident.affected).toEqual({ shows: 2, episodes: 2, samples: [], endpoints: [] });
  expect(incident.evidence.latest.url).toContain("somebody");
  expect((await api.ops.ask("GET", "/v1/webhook-endpoints")).body).not.toContain("-hook");
});

test("an account that is publisher and ops in one sees all, with samples of its own", async () => {
  const { key } = (
    await api.ops.ask("POST", "/v1/api-keys", {
      publisherId: alice.caller.publisherId,
      roles: ["publisher", "ops"],
    })
  ).json();
  const headers = { authorization: `Bearer ${key}` };
  const incident = (await api.app.inject({ url: `/v1/incidents/${incidentId}`, headers })).json();
  expect(incident.affected).toMatchObject({ shows: 2, episodes: 2 });
  expect(incident.affected.samples).toHaveLength(1);
});

test("nobody rotates another's secret, since whoever holds it can forge notices", async () => {
  const mighty = await api.addCaller(["publisher", "ops"]);
  const answer = await mighty.ask("POST", `/v1/webhook-endpoints/${alice.endpointId}/rotate-secret`);
  expect(answer.statusCode).toBe(404);
});

test("a publisher's key makes no key for others, and none that may do more than itself", async () => {
  const forOther = await bob.caller.ask("POST", "/v1/api-keys", {
    publisherId: alice.caller.publisherId,
    roles: ["publisher"],
  });
  expect([forOther.statusCode, forOther.json().errors[0].path]).toEqual([422, "publisherId"]);
  const mightier = await bob.caller.ask("POST", "/v1/api-keys", { roles: ["publisher", "ops"] });
  expect(mightier.statusCode).toBe(403);
  const makesPublisher = await bob.caller.ask("POST", "/v1/publishers", { name: "x" });
  expect(makesPublisher.statusCode).toBe(403);
});
