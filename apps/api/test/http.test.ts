import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { buildApi } from "../src/index.ts";
import { openTestApi, type TestCaller } from "./open-test-api.ts";

const api = await openTestApi();
const { app, alice, bob, ops, deps, store } = api;

function ask(caller: TestCaller, method: "GET" | "POST" | "PATCH", url: string, extra: object = {}) {
  const { headers = {}, payload } = extra as { headers?: object; payload?: object };
  return app.inject({
    ...{ method, url, headers: { authorization: `Bearer ${caller.key}`, ...headers } },
    ...(payload && { payload }),
  });
}

async function addFeed(name: string): Promise<{ id: string }> {
  return (await alice.ask("POST", "/v1/feeds", { url: `https://http.example/${name}.xml` })).json();
}

describe("an ETag", () => {
  test("tells a client that what it has is what there is", async () => {
    const { id } = await addFeed("etag");
    for (const url of ["/v1/feeds", `/v1/feeds/${id}`]) {
      const first = await alice.ask("GET", url);
      expect(first.headers).toMatchObject({
        etag: expect.stringMatching(/^"/),
        "cache-control": "private, no-cache",
        vary: "authorization, cookie",
      });
      const again = await ask(alice, "GET", url, { headers: { "if-none-match": first.headers["etag"] } });
      expect([again.statusCode, again.body, again.headers["etag"]]).toEqual([304, "", first.headers["etag"]]);
    }
    const before = (await alice.ask("GET", `/v1/feeds/${id}`)).headers["etag"];
    await alice.ask("PATCH", `/v1/feeds/${id}`, { labels: ["new"] });
    const changed = await ask(alice, "GET", `/v1/feeds/${id}`, { headers: { "if-none-match": before } });
    expect(changed.statusCode).toBe(200);
  });

  test("may stand in a list, be weak or be *, and goes with HEAD as well", async () => {
    const url = `/v1/feeds/${(await addFeed("tags")).id}`;
    const tag = String((await alice.ask("GET", url)).headers["etag"]);
    for (const given of [`"x", ${tag}`, `W/${tag}`, "*"]) {
      const again = await ask(alice, "GET", url, { headers: { "if-none-match": given } });
      expect([given, again.statusCode]).toEqual([given, 304]);
    }
    const other = await ask(alice, "GET", url, { headers: { "if-none-match": '"x", "y"' } });
    expect(other.statusCode).toBe(200);
    const head = await app.inject({ method: "HEAD", url, headers: { authorization: `Bearer ${alice.key}` } });
    expect([head.statusCode, head.body, head.headers["etag"]]).toEqual([200, "", tag]);
  });
});

describe("an idempotency key", () => {
  const url = "/v1/webhook-endpoints";
  const payload = { url: "https://hooks.example/once" };
  let keys = 0;
  const newKey = () => ({ "idempotency-key": `key-${++keys}` });

  async function endpointsOf(caller: TestCaller): Promise<number> {
    return (await caller.ask("GET", url)).json().items.length;
  }

  test("makes a repetition answer as the first did, secret and all, and change nothing", async () => {
    const headers = newKey();
    const first = await ask(bob, "POST", url, { headers, payload });
    const second = await ask(bob, "POST", url, { headers, payload });
    expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
    expect(second.body).toBe(first.body);
    expect(second.json().secret).toMatch(/^whsec_/);
    expect(second.headers).toMatchObject({
      "idempotent-replayed": "true",
      location: first.headers["location"],
      "content-type": "application/json; charset=utf-8",
    });
    expect(await endpointsOf(bob)).toBe(1);
    const rows = await store.db.selectFrom("idempotent_requests").selectAll().execute();
    expect(
      Buffer.concat(rows.map(({ answer }) => answer ?? Buffer.alloc(0))).toString("latin1"),
    ).not.toContain("whsec_");
  });

  test("of several at once lets one through", async () => {
    const headers = newKey();
    const before = await endpointsOf(bob);
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(bob, "POST", url, { headers, payload })));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status !== 409)).toContain(201);
    expect(await endpointsOf(bob)).toBe(before + 1);
    for (const answer of answers.filter(({ statusCode }) => statusCode === 409)) {
      expect(answer.headers["retry-after"]).toBe("1");
    }
  });

  test("with another body, or on another path, is refused", async () => {
    const headers = newKey();
    await ask(alice, "POST", url, { headers, payload });
    const other = { url: "https://hooks.example/other" };
    for (const [path, body] of [
      [url, other],
      ["/v1/feeds", payload],
    ] as const) {
      const answer = await ask(alice, "POST", path, { headers, payload: body });
      expect([answer.statusCode, answer.json().type]).toEqual([
        422,
        "urn:earshot:problem:idempotency-key-reused",
      ]);
    }
    expect((await ask(bob, "POST", url, { headers, payload: other })).statusCode).toBe(201);
  });

  test("of a request that failed may be used again", async () => {
    const headers = newKey();
    const refused = { url: "http://hooks.example/plain" };
    expect((await ask(alice, "POST", url, { headers, payload: refused })).statusCode).toBe(422);
    expect((await ask(alice, "POST", url, { headers, payload })).statusCode).toBe(201);
  });

  test("means nothing after a day, and one that was never answered may begin anew after a minute", async () => {
    const headers = newKey();
    const before = await endpointsOf(bob);
    const age = (seconds: number, isAnswered: boolean) =>
      store.db
        .updateTable("idempotent_requests")
        .set({ started_at: new Date(Date.now() - seconds * 1_000), ...(!isAnswered && { answer: null }) })
        .where("key", "=", headers["idempotency-key"])
        .execute();
    await ask(bob, "POST", url, { headers, payload });
    await age(86_401, true);
    expect(
      (await ask(bob, "POST", url, { headers, payload })).headers["idempotent-replayed"],
    ).toBeUndefined();
    await age(30, false);
    expect((await ask(bob, "POST", url, { headers, payload })).statusCode).toBe(409);
    await age(61, false);
    expect((await ask(bob, "POST", url, { headers, payload })).statusCode).toBe(201);
    expect(await endpointsOf(bob)).toBe(before + 3);
  });

  test.each(["", "with space", "x".repeat(256)])("such as '%.12s' will not do", async (key) => {
    const answer = await ask(alice, "POST", url, { headers: { "idempotency-key": key }, payload });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, "idempotency-key"]);
  });
});

describe("the rate limit", () => {
  test("is for each key, is told before it is reached, and says when to come back", async () => {
    const limited = await buildApi({ ...deps, env: { ...deps.env, apiRateLimit: 3 } });
    const get = (key: string) =>
      limited.inject({ url: "/v1/feeds", headers: { authorization: `Bearer ${key}` } });
    const left: unknown[] = [];
    for (let count = 0; count < 3; count++) left.push((await get(alice.key)).headers["ratelimit-remaining"]);
    expect(left).toEqual(["2", "1", "0"]);
    const refused = await get(alice.key);
    expect([refused.statusCode, refused.json().type]).toEqual([429, "urn:earshot:problem:too-many-requests"]);
    expect(refused.json().detail).toContain("At most 3 requests a minute");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(refused.headers["ratelimit-limit"]).toBe("3");
    expect((await get(bob.key)).statusCode).toBe(200);
    for (let count = 0; count < 9; count++) expect((await limited.inject("/healthz")).statusCode).toBe(200);
    await limited.close();
  });

  test("of guesses is for each address, and troubles nobody with a key", async () => {
    const guarded = await buildApi(deps);
    const guess = (index: number) =>
      index % 2 === 0
        ? guarded.inject({ url: "/v1/feeds", headers: { authorization: `Bearer ek_${index}` } })
        : guarded.inject({ method: "POST", url: "/v1/session", payload: { key: `ek_${index}` } });
    for (let index = 0; index < 60; index++) expect((await guess(index)).statusCode).toBe(401);
    for (let index = 0; index < 2; index++) expect((await guess(index)).statusCode).toBe(429);
    const answer = await guarded.inject({
      url: "/v1/feeds",
      headers: { authorization: `Bearer ${ops.key}` },
    });
    expect(answer.statusCode).toBe(200);
    await guarded.close();
  });
});

describe("behind a proxy", () => {
  const proxy = "10.1.2.3";
  const guess = (to: typeof app, from: string, forwarded: string) =>
    to.inject({
      url: "/v1/feeds",
      remoteAddress: from,
      headers: { authorization: "Bearer ek_guess", "x-forwarded-for": forwarded },
    });
  /** The status of the last of as many guesses as one address has, and one more. */
  async function exhaust(to: typeof app, from: string, forwardedOf: (index: number) => string) {
    let status = 0;
    for (let index = 0; index <= 60; index++)
      ({ statusCode: status } = await guess(to, from, forwardedOf(index)));
    return status;
  }

  test("that nobody named, its own address is all that counts", async () => {
    const plain = await buildApi(deps);
    expect(await exhaust(plain, proxy, (index) => `198.51.100.${index}`)).toBe(429);
    await plain.close();
  });

  test("that the operator names, the address counts that it saw, whatever was sent before it", async () => {
    const lines: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => lines.push(line) });
    const env = { ...deps.env, trustProxy: ["10.0.0.0/8"] };
    const behind = await buildApi({ ...deps, log, env });
    expect(await exhaust(behind, proxy, (index) => `203.0.113.${index}, 198.51.100.1`)).toBe(429);
    expect((await guess(behind, proxy, "198.51.100.2")).statusCode).toBe(401);
    expect(JSON.parse(lines.at(-1) ?? "{}")).toMatchObject({ address: "198.51.100.2", status: 401 });
    expect(await exhaust(behind, "192.0.2.9", (index) => `198.51.100.${index + 3}`)).toBe(429);
    expect((await guess(behind, proxy, "198.51.100.2")).statusCode).toBe(401);
    await behind.close();
  });
});

describe("pages of other origins", () => {
  const preflight = {
    method: "OPTIONS",
    url: "/v1/feeds",
    headers: {
      origin: "https://tools.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,idempotency-key",
    },
  } as const;

  test("are told nothing unless the operator names them", async () => {
    const answer = await app.inject(preflight);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("that the operator names may call with a key, never with a session", async () => {
    const open = await buildApi({ ...deps, env: { ...deps.env, corsOrigins: ["https://tools.example"] } });
    const allowed = await open.inject(preflight);
    expect([allowed.statusCode, allowed.headers["access-control-allow-origin"]]).toEqual([
      204,
      "https://tools.example",
    ]);
    expect(allowed.headers["access-control-allow-headers"]).toContain("idempotency-key");
    expect(allowed.headers["access-control-allow-credentials"]).toBeUndefined();
    const headers = { authorization: `Bearer ${alice.key}`, origin: "https://tools.example" };
    const answer = await open.inject({ url: "/v1/feeds", headers });
    expect(answer.headers["access-control-expose-headers"]).toContain("ratelimit-remaining");
    expect(answer.headers["vary"]).toBe("Origin, authorization, cookie");
    const other = await open.inject({
      ...preflight,
      headers: { ...preflight.headers, origin: "https://x.example" },
    });
    expect(other.headers["access-control-allow-origin"]).toBeUndefined();
    await open.close();
  });
});
