import { X509Certificate } from "node:crypto";
import { knownHostOf } from "@earshot/probe";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { type Operation, openContract } from "./open-contract.ts";
import { openTestApi, type TestCaller } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { app, ops } = api;
const contract = await openContract(app);
const { alice, incidentId } = await seedOutage(api);

/** Routes that machines and browsers call, and that are no part of the API's description. */
const undescribed = [
  "/",
  "/favicon.svg",
  "/healthz",
  "/metrics",
  "/openapi.json",
  "/readyz",
  "/status/:id",
  "/status/status.css",
  "/theme.js",
  "/assets/*",
  /^\/docs(\/|$)/,
  /^\/ops\/board(\/|$)/,
  /^\/evidence\//,
];

/** What stands for an id in a path, by the part before it. */
const ids: Record<string, string | undefined> = {
  feeds: alice.feedId,
  enclosures: alice.enclosureIds[0],
  hosts: alice.hostId,
  incidents: incidentId,
  "webhook-endpoints": alice.endpointId,
  deliveries: alice.deliveryId,
  "api-keys": alice.keyId,
  "evidence-links": alice.evidenceLinkId,
  silences: alice.silenceId,
  publishers: alice.caller.publisherId,
  status: alice.feedId,
  calendar: (await alice.caller.ask("POST", "/v1/calendar")).json().url?.split("/").at(-2),
};
await alice.caller.ask("PATCH", `/v1/feeds/${alice.feedId}`, { publicStatus: true });

/** Where the document's own example cannot work as it is. */
const bodies: Record<string, object> = { "POST /v1/session": { key: alice.caller.key } };

/** Not JSON: an endless stream, tested by itself. */
const operations = contract.operations.filter(({ answers }) => !answers.includes("text/event-stream"));

/** Reading first, and the key that asks is revoked last. */
const inOrder = operations
  .filter(({ name }) => name !== "DELETE /v1/api-keys/{id}")
  .sort((a, b) => orderOf(a) - orderOf(b));

function orderOf({ method }: Operation): number {
  return ["GET", "PUT", "PATCH", "POST", "DELETE"].indexOf(method);
}

function fill(path: string): string {
  const id = ids[path.split("/")[2] ?? ""];
  if (path.includes("{") && id === undefined) throw new Error(`add what stands for the id in ${path} to ids`);
  return path.replace(/\{\w+\}/, id ?? "");
}

function bodyOf({ name, example }: Operation): object | undefined {
  return bodies[name] ?? example;
}

function callerFor({ roles }: Operation): TestCaller {
  return roles?.includes("ops") ? ops : alice.caller;
}

test("the document is valid OpenAPI 3.1", async () => {
  const plain = JSON.parse(JSON.stringify(contract.document));
  expect(await new Validator().validate(plain)).toMatchObject({ valid: true });
  expect(contract.document.openapi).toBe("3.1.0");
});

test("every route of the server is described, but for those that are no part of the API", () => {
  const described = new Set(contract.operations.map(({ name }) => name));
  const forgotten = api.routes
    .filter(({ method }) => method !== "HEAD" && method !== "OPTIONS")
    .filter(({ url }) => !undescribed.some((one) => (typeof one === "string" ? one === url : one.test(url))))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, "{$1}")}`)
    .filter((name) => !described.has(name));
  expect(forgotten).toEqual([]);
});

test("no component is orphaned or named twice", () => {
  const text = JSON.stringify(contract.document);
  for (const name of Object.keys(contract.document.components.schemas)) {
    expect(text).toContain(`"#/components/schemas/${name}"`);
    expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  }
});

describe("the examples", () => {
  const { examples } = contract;
  const stringsIn = (value: unknown): readonly string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
  };

  test("are there for every body that is sent or answered, webhooks' included, and each is what its schema says", () => {
    expect(examples.filter(({ wrong }) => wrong !== null)).toEqual([]);
    const described = new Set(examples.map(({ of }) => of));
    expect(described.size).toBeGreaterThan(300);
    for (const type of Object.keys(contract.document.webhooks))
      expect(described).toContain(`${type} application/json`);
  });

  test("of problems have the status that they are described for", () => {
    const problems = examples.filter(({ of }) => of.endsWith("application/problem+json"));
    const wrong = problems.filter(({ of, value }) => !of.includes(` ${Object(value).status} `));
    expect(wrong).toEqual([]);
  });

  test("look like what a publisher sees: a chain of prefix, host and CDN, sentences, and no placeholder", () => {
    const texts = examples.flatMap(({ value }) => stringsIn(value));
    expect(
      texts.filter((text) => /^(string|text|foo|bar|lorem.*|todo)?$/i.test(text) && text !== ""),
    ).toEqual([]);
    const chain = examples.find(({ of }) => of.startsWith("GET /v1/enclosures/{id}/probes 200"))?.value;
    const hops = Object(chain).items[0].evidence.hops as {
      host: string;
      role: string;
      location: string | null;
    }[];
    expect(hops.map(({ host }) => knownHostOf(host)?.role ?? "host")).toEqual(["prefix", "host", "cdn"]);
    for (const [index, { location }] of hops.entries()) {
      const next = hops[index + 1];
      expect(location === null ? undefined : new URL(location).host).toBe(next?.host);
    }
  });

  test("of evidence hold a certificate that is what they say of it", () => {
    const bundle = examples.find(({ of }) => of === "GET /v1/incidents/{id}/evidence 200 application/json");
    const look = Object(bundle?.value).looks[0].look;
    const [told] = look.hops[1].tls.certificates;
    const certificate = new X509Certificate(told.pem);
    expect(certificate.fingerprint256.replaceAll(":", "").toLowerCase()).toBe(told.fingerprint256);
    expect(certificate.validToDate).toEqual(new Date(told.notAfter));
    expect(certificate.checkHost(look.hops[1].host)).toBe(look.hops[1].host);
  });
});

test("only these need no key", () => {
  const open = contract.operations.filter(({ roles }) => roles === null).map(({ name }) => name);
  expect(open.sort()).toEqual([
    "DELETE /v1/session",
    "GET /v1/calendar/{token}/certificates.ics",
    "GET /v1/status/{id}",
    "GET /v1/status/{id}/badge.svg",
    "POST /v1/session",
  ]);
});

test.each(inOrder)("$name answers as it is described", async (operation) => {
  const answer = await callerFor(operation).ask(operation.method, fill(operation.path), bodyOf(operation));
  expect([answer.statusCode, answer.body]).toEqual([expect.toBeOneOf([200, 201, 202, 204]), answer.body]);
  expect(contract.findDeparture(operation, answer)).toBeNull();
});

describe("errors", () => {
  test.each(operations.filter(({ roles }) => roles !== null))(
    "$name without a key answers 401 as it is described",
    async (operation) => {
      const answer = await app.inject({ method: operation.method, url: fill(operation.path) });
      expect(answer.statusCode).toBe(401);
      expect(contract.findDeparture(operation, answer)).toBeNull();
    },
  );

  test.each(operations.filter(({ roles }) => roles?.length))(
    "$name with a key of another role answers 403 as it is described",
    async (operation) => {
      const other = operation.roles?.includes("ops") ? alice.caller : ops;
      const answer = await other.ask(operation.method, fill(operation.path), bodyOf(operation));
      expect(answer.statusCode).toBe(403);
      expect(contract.findDeparture(operation, answer)).toBeNull();
    },
  );

  test.each(operations.filter(({ path }) => path.includes("{")))(
    "$name of something that is not answers 404 as it is described",
    async (operation) => {
      const mighty = await api.addCaller(["publisher", "ops"]);
      for (const id of ["00000000-0000-7000-8000-000000000000", "999999999999", "nonsense"]) {
        const url = operation.path.replace(/\{\w+\}/, id);
        const answer = await mighty.ask(operation.method, url, bodyOf(operation));
        expect([id, answer.statusCode]).toEqual([id, 404]);
        expect(contract.findDeparture(operation, answer)).toBeNull();
      }
    },
  );

  test.each(operations.filter(({ example }) => example !== undefined))(
    "$name with a field that is not answers 422 as it is described, naming it",
    async (operation) => {
      const answer = await callerFor(operation).ask(operation.method, fill(operation.path), { nonsense: 1 });
      expect(answer.statusCode).toBe(422);
      expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain("nonsense");
      expect(contract.findDeparture(operation, answer)).toBeNull();
    },
  );

  test.each(operations.filter(({ query }) => query.length > 0))(
    "$name with a parameter that is not answers 422 as it is described, naming it",
    async (operation) => {
      const answer = await callerFor(operation).ask(operation.method, `${fill(operation.path)}?nonsense=1`);
      expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, "nonsense"]);
      expect(contract.findDeparture(operation, answer)).toBeNull();
    },
  );

  test.each(operations.filter(({ query }) => query.includes("cursor")))(
    "$name with a forged cursor answers 422 as it is described, naming it",
    async (operation) => {
      const forged = Buffer.from("1:'; DROP TABLE feeds").toString("base64url");
      const answer = await callerFor(operation).ask("GET", `${fill(operation.path)}?cursor=${forged}`);
      expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, "cursor"]);
      expect(contract.findDeparture(operation, answer)).toBeNull();
    },
  );

  test("all lists take a cursor", () => {
    const whole = [
      "GET /v1/feeds/{id}/availability",
      "GET /v1/hosts/{id}/faults",
      "GET /v1/hosts/{id}/latency",
      "GET /v1/incidents/{id}/timeline",
      "GET /v1/ops/coverage",
      "GET /v1/ops/queues",
      "GET /v1/ops/requests",
      "GET /v1/ops/vantages",
    ];
    const lists = operations.filter(({ path, method }) => {
      const response = JSON.stringify(contract.document.paths[path]?.["get"]?.responses["200"] ?? {});
      return method === "GET" && response.includes('"items"') && response.includes('"next"');
    });
    const without = lists.filter(({ query }) => !query.includes("cursor")).map(({ name }) => name);
    expect(without.filter((name) => !whole.includes(name))).toEqual([]);
    expect(lists.length).toBeGreaterThan(10);
  });
});

test("a revoked key is no key any more", async () => {
  const operation = operations.find(({ name }) => name === "DELETE /v1/api-keys/{id}");
  if (operation === undefined) throw new Error("keys can be revoked");
  const answer = await alice.caller.ask("DELETE", fill(operation.path));
  expect(answer.statusCode).toBe(204);
  expect(contract.findDeparture(operation, answer)).toBeNull();
  expect((await alice.caller.ask("GET", "/v1/feeds")).statusCode).toBe(401);
});
