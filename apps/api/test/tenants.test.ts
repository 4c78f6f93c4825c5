import { expect, test } from "vitest";
import { openContract } from "./open-contract.ts";
import { openTestApi, type TestCaller } from "./open-test-api.ts";
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

function idsOf(own: SeededPublisher): Record<string, string | undefined> {
  return {
    feeds: own.feedId,
    enclosures: own.enclosureIds[0],
    "webhook-endpoints": own.endpointId,
    deliveries: own.deliveryId,
    "api-keys": own.keyId,
    incidents: incidentId,
  };
}

function ask(caller: TestCaller, method: string, path: string) {
  const payload =
    method === "PATCH" ? (path.includes("feeds") ? { labels: ["x"] } : { enabled: false }) : undefined;
  return caller.ask(method as "GET", path, payload);
}

// Accounts are for ops alone.
const aboutOne = operations.filter(({ path }) => path.includes("{id}") && !path.startsWith("/v1/publishers"));
const notLists = ["/v1/events", "/v1/session"];
const lists = operations.filter(
  ({ method, path }) => method === "GET" && !path.includes("{id}") && !notLists.includes(path),
);
const shared = aboutOne.filter(({ path }) => path.startsWith("/v1/incidents"));
const owned = aboutOne.filter((operation) => !shared.includes(operation));

test("the matrix covers every kind of thing", () => {
  const kinds = new Set(aboutOne.map(({ path }) => path.split("/")[2]));
  expect([...kinds].sort()).toEqual(Object.keys(idsOf(alice)).sort());
});

test.each(owned)(
  "$method $path of another publisher is 404, and changes nothing",
  async ({ method, path }) => {
    const url = path.replace("{id}", idsOf(alice)[path.split("/")[2] ?? ""] ?? "");
    const before = await snapshotOf(alice);
    const answer = await ask(bob.caller, method, url);
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:earshot:problem:not-found"]);
    expect(await snapshotOf(alice)).toEqual(before);
  },
);

/** What a publisher has, as it sees it itself; keys without their last use, which every look changes. */
async function snapshotOf({ caller }: SeededPublisher): Promise<unknown> {
  const urls = ["/v1/feeds", "/v1/webhook-endpoints", "/v1/deliveries", "/v1/api-keys"];
  const answers = await Promise.all(urls.map((url) => caller.ask("GET", url)));
  return answers.map((answer) =>
    JSON.parse(answer.body, (key, value) => (key === "lastUsedAt" ? null : value)),
  );
}

test.each(shared)("$method $path of an incident of others is 404", async ({ method, path }) => {
  expect((await ask(stranger, method, path.replace("{id}", incidentId))).statusCode).toBe(404);
});

test.each(lists)("GET $path tells each publisher nothing of the other", async ({ path }) => {
  const answers = await Promise.all([alice.caller.ask("GET", path), bob.caller.ask("GET", path)]);
  const others = [traitsOf(bob, "bob"), traitsOf(alice, "alice")];
  for (const [index, answer] of answers.entries()) {
    expect([200, 403]).toContain(answer.statusCode);
    for (const trait of others[index] ?? []) expect(answer.body).not.toContain(trait);
  }
});

test.each(lists)("GET $path is empty for somebody who has nothing", async ({ path }) => {
  const answer = await stranger.ask("GET", path);
  if (answer.statusCode === 403) return;
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
  expect(incident.affected).toEqual({ shows: 2, episodes: 2, samples: [] });
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

test.each(["/v1/ops/queues", "/v1/ops/coverage", "/v1/publishers"])("%s is for ops", async (path) => {
  expect((await alice.caller.ask("GET", path)).statusCode).toBe(403);
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
