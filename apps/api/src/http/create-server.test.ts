import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { createMetrics } from "@earshot/runtime";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import type { ApiInstance } from "./api-instance.ts";
import { createServer } from "./create-server.ts";
import { Problem } from "./problem.ts";

const opened: ApiInstance[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

function openServer() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const metrics = createMetrics({ withProcess: false });
  const app = createServer({ log, metrics });
  opened.push(app);
  app.post(
    "/things/:id",
    { schema: { body: z.strictObject({ url: z.string("give a url"), sizes: z.array(z.int()).optional() }) } },
    async ({ body }) => ({ url: body.url }),
  );
  app.get(
    "/things",
    { schema: { querystring: z.object({ limit: z.coerce.number().max(200) }) } },
    async () => [],
  );
  app.post("/empty", async ({ body }) => ({ body: body ?? null }));
  app.get("/broken", async () => {
    throw new Error("password hunter2 is wrong");
  });
  app.get("/late", { schema: { response: { 200: z.object({ id: z.string() }) } } }, async () => ({
    id: "1",
    secret: "s",
  }));
  app.get("/lost", async () => {
    throw new Problem("conflict", "It is busy.", { headers: { "retry-after": "3" } });
  });
  return { app, lines, metrics };
}

test("an unknown path is a problem that points to the description", async () => {
  const { app } = openServer();
  const answer = await app.inject("/nowhere?key=1");
  expect(answer.statusCode).toBe(404);
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(answer.json()).toMatchObject({
    type: "urn:earshot:problem:not-found",
    status: 404,
    detail: "No route is called /nowhere. All routes are listed at /openapi.json.",
    errors: [],
  });
});

test("a known path with another method is 405 and says what it allows", async () => {
  const { app } = openServer();
  const answer = await app.inject({ method: "DELETE", url: "/things/1" });
  expect([answer.statusCode, answer.headers["allow"]]).toEqual([405, "POST"]);
  expect(answer.json().detail).toBe("/things/1 knows POST, not DELETE.");
  expect((await app.inject({ method: "PUT", url: "/things" })).headers["allow"]).toBe("GET, HEAD");
});

test("an invalid body names each field, by its path", async () => {
  const { app } = openServer();
  const answer = await app.inject({
    method: "POST",
    url: "/things/1",
    payload: { sizes: [1, "x"], colour: 1 },
  });
  expect(answer.statusCode).toBe(422);
  const problem = answer.json();
  expect(problem.type).toBe("urn:earshot:problem:invalid-fields");
  expect(problem.errors.map(({ path }: { path: string }) => path)).toEqual(["url", "sizes.1", "colour"]);
  expect(problem.detail).toBe("url, sizes.1, colour in the body will not do; see errors.");
});

test("a missing body is told as such", async () => {
  const { app } = openServer();
  const answer = await app.inject({ method: "POST", url: "/things/1" });
  expect([answer.statusCode, answer.json().detail]).toEqual([422, "A JSON object is needed as the body."]);
});

test("a field of another type is told what to give", async () => {
  const { app } = openServer();
  const answer = await app.inject({ method: "POST", url: "/things/1", payload: { url: "x", sizes: 7 } });
  expect(answer.json().errors).toContainEqual({ path: "sizes", message: "give a list" });
});

test("an invalid query names the parameter", async () => {
  const { app } = openServer();
  const answer = await app.inject("/things?limit=1000");
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors[0].path).toBe("limit");
});

test.each([
  ["{bad", "application/json", 400, "malformed-request"],
  ['{"__proto__": {"a": 1}}', "application/json", 422, "invalid-fields"],
  [Buffer.from('{"url":"https://\xff.example"}', "latin1"), "application/json", 400, "malformed-request"],
  ["url=1", "application/x-www-form-urlencoded", 415, "unsupported-media-type"],
  ["plain", "text/plain", 415, "unsupported-media-type"],
  [JSON.stringify({ url: "x".repeat(70_000) }), "application/json", 413, "too-large"],
])("the body %.20s as %s answers %i", async (payload, type, status, kind) => {
  const { app } = openServer();
  const answer = await app.inject({
    method: "POST",
    url: "/things/1",
    payload,
    headers: { "content-type": type },
  });
  expect([answer.statusCode, answer.json().type]).toEqual([status, `urn:earshot:problem:${kind}`]);
});

test("an empty body with the JSON content type counts as none", async () => {
  const { app } = openServer();
  const answer = await app.inject({
    method: "POST",
    url: "/empty",
    headers: { "content-type": "application/json" },
  });
  expect([answer.statusCode, answer.json()]).toEqual([200, { body: null }]);
});

test("a fault of ours is hidden from the caller and logged under the request's id", async () => {
  const { app, lines } = openServer();
  const answer = await app.inject({ url: "/broken", headers: { "x-request-id": "trace-0001" } });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain("hunter2");
  expect(answer.json().instance).toBe("urn:earshot:request:trace-0001");
  expect(answer.headers["x-request-id"]).toBe("trace-0001");
  const logged = lines.find(({ msg }) => msg === "request failed");
  expect(logged).toMatchObject({ requestId: "trace-0001", err: { message: "password hunter2 is wrong" } });
});

test("an answer never holds fields that its schema does not know", async () => {
  const { app } = openServer();
  expect((await app.inject("/late")).json()).toEqual({ id: "1" });
});

test("headers that belong to a problem are sent", async () => {
  const { app } = openServer();
  const answer = await app.inject("/lost");
  expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([409, "3"]);
});

test("a request id of strange characters is replaced", async () => {
  const { app } = openServer();
  const answer = await app.inject({ url: "/late", headers: { "x-request-id": 'x" evil\u00e9' } });
  expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
});

test("errors carry the security headers too", async () => {
  const { app } = openServer();
  const { headers } = await app.inject("/nowhere");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("requests are measured by route, not by path, and logged without their query", async () => {
  const { app, lines, metrics } = openServer();
  await app.inject({ method: "POST", url: "/things/4711", payload: { url: "u" } });
  await app.inject("/things?limit=3");
  const exposition = await metrics.text();
  expect(exposition).toContain('route="/things/:id",status="200"');
  expect(exposition).not.toContain("4711");
  expect(JSON.stringify(lines)).not.toContain("limit=3");
});

test("a path that is no URL path is a problem", async () => {
  const { app } = openServer();
  const answer = await app.inject("/things/%E0%A4%A");
  expect([answer.statusCode, answer.json().type]).toEqual([400, "urn:earshot:problem:malformed-request"]);
});

test("a request that is no HTTP gets 400 and the connection ends", async () => {
  const { app } = openServer();
  await app.listen({ port: 0, host: "127.0.0.1" });
  const address = app.server.address();
  const socket = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1");
  socket.write("NONSENSE\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
});
