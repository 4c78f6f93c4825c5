import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { type Operation, openContract } from "./open-contract.ts";
import { openTestApi } from "./open-test-api.ts";
import { type SeededPublisher, seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { app, ops } = api;
const contract = await openContract(app);
const { alice, incidentId } = await seedOutage(api);

const everyRoute = [
  "DELETE /v1/api-keys/{id}",
  "DELETE /v1/feeds/{id}",
  "DELETE /v1/session",
  "DELETE /v1/webhook-endpoints/{id}",
  "GET /v1/api-keys",
  "GET /v1/certificates/forecast",
  "GET /v1/deliveries",
  "GET /v1/enclosures/{id}",
  "GET /v1/enclosures/{id}/probes",
  "GET /v1/events",
  "GET /v1/feeds",
  "GET /v1/feeds/{id}",
  "GET /v1/feeds/{id}/enclosures",
  "GET /v1/hosts",
  "GET /v1/incidents",
  "GET /v1/incidents/{id}",
  "GET /v1/ops/certificates",
  "GET /v1/ops/coverage",
  "GET /v1/ops/hosts",
  "GET /v1/ops/publishers",
  "GET /v1/ops/queues",
  "GET /v1/publishers",
  "GET /v1/session",
  "GET /v1/webhook-endpoints",
  "GET /v1/webhook-endpoints/{id}",
  "PATCH /v1/feeds/{id}",
  "PATCH /v1/publishers/{id}",
  "PATCH /v1/webhook-endpoints/{id}",
  "POST /v1/api-keys",
  "POST /v1/deliveries/{id}/resend",
  "POST /v1/feeds",
  "POST /v1/feeds/{id}/check",
  "POST /v1/incidents/{id}/acknowledge",
  "POST /v1/publishers",
  "POST /v1/session",
  "POST /v1/webhook-endpoints",
  "POST /v1/webhook-endpoints/{id}/rotate-secret",
  "POST /v1/webhook-endpoints/{id}/test",
];

/** Not JSON: an endless stream, tested by itself. */
const streams = ["/v1/events"];

const bodies: Record<string, object> = {
  "POST /v1/feeds": { url: "https://contract.example/feed.xml", labels: ["a"] },
  "PATCH /v1/feeds/{id}": { labels: ["b"] },
  "POST /v1/webhook-endpoints": {
    url: "https://hooks.example/contract",
    types: ["incident.opened"],
    style: "slack",
  },
  "PATCH /v1/webhook-endpoints/{id}": { types: null, enabled: true },
  "PATCH /v1/publishers/{id}": { email: "other@example.org" },
  "POST /v1/publishers": { name: "Contract", email: "who@example.org" },
  "POST /v1/session": { key: alice.caller.key },
  "POST /v1/api-keys": { roles: ["publisher"], expiresAt: "2099-01-01T00:00:00.000Z" },
};

function fill(path: string, own: SeededPublisher): string {
  const kinds: Record<string, string | undefined> = {
    feeds: own.feedId,
    enclosures: own.enclosureIds[0],
    incidents: incidentId,
    "webhook-endpoints": own.endpointId,
    deliveries: own.deliveryId,
    "api-keys": own.keyId,
    publishers: own.caller.publisherId,
  };
  return path.replace("{id}", kinds[path.split("/")[2] ?? ""] ?? "");
}

function orderOf({ method }: Operation): number {
  return ["GET", "PATCH", "POST", "DELETE"].indexOf(method);
}

const operations = contract.operations
  .filter(({ path }) => !streams.includes(path))
  .sort((a, b) => orderOf(a) - orderOf(b));

function callerFor(path: string) {
  return path.startsWith("/v1/ops") || path.startsWith("/v1/publishers") ? ops : alice.caller;
}

test("the document is valid OpenAPI 3.1 and describes every route", async () => {
  expect(contract.document.openapi).toBe("3.1.0");
  expect(await new Validator().validate(Object.fromEntries(Object.entries(contract.document)))).toMatchObject(
    { valid: true },
  );
  expect(contract.operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(everyRoute);
});

test("no component is orphaned or named twice", () => {
  const text = JSON.stringify(contract.document);
  for (const name of Object.keys(contract.document.components.schemas)) {
    expect(text).toContain(`"#/components/schemas/${name}"`);
    expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  }
});

// The key that asks is revoked last.
const inOrder = operations.filter(
  ({ path, method }) => !(path === "/v1/api-keys/{id}" && method === "DELETE"),
);

test.each(inOrder)("$method $path answers as it is described", async (operation) => {
  const { method, path } = operation;
  const answer = await callerFor(path).ask(method as "GET", fill(path, alice), bodies[`${method} ${path}`]);
  expect([answer.statusCode, answer.body]).toEqual([expect.toBeOneOf([200, 201, 202, 204]), answer.body]);
  expect(contract.findDeparture(operation, answer)).toBeNull();
});

test.each(operations.filter(({ isPublic }) => !isPublic))(
  "$method $path without a key answers as it is described",
  async (operation) => {
    const { method, path } = operation;
    const answer = await app.inject({ method: method as "GET", url: fill(path, alice) });
    expect(answer.statusCode).toBe(401);
    expect(contract.findDeparture(operation, answer)).toBeNull();
  },
);

test.each(operations.filter(({ path }) => path.includes("{id}")))(
  "$method $path of something that is not answers as it is described",
  async (operation) => {
    const { method, path } = operation;
    for (const id of ["00000000-0000-7000-8000-000000000000", "999999999999", "nonsense"]) {
      const answer = await ops.ask(method as "GET", path.replace("{id}", id), bodies[`${method} ${path}`]);
      // Only those who may send notices may make a new secret for them.
      expect(answer.statusCode).toBe(path.endsWith("/rotate-secret") ? 403 : 404);
      expect(contract.findDeparture(operation, answer)).toBeNull();
    }
  },
);

test.each(operations.filter((operation) => `${operation.method} ${operation.path}` in bodies))(
  "$method $path with a field that is not answers as it is described",
  async (operation) => {
    const { method, path } = operation;
    const answer = await callerFor(path).ask(method as "POST", fill(path, alice), { nonsense: 1 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain("nonsense");
    expect(contract.findDeparture(operation, answer)).toBeNull();
  },
);

test("a revoked key is no key any more", async () => {
  const operation = { method: "DELETE", path: "/v1/api-keys/{id}" };
  const answer = await alice.caller.ask("DELETE", fill(operation.path, alice));
  expect(answer.statusCode).toBe(204);
  expect(contract.findDeparture(operation, answer)).toBeNull();
  expect((await alice.caller.ask("GET", "/v1/feeds")).statusCode).toBe(401);
});
