import type { LightMyRequestResponse } from "fastify";
import { describe, expect, test } from "vitest";
import { buildApi } from "../src/index.ts";
import { openTestApi, type TestCaller } from "./open-test-api.ts";

const api = await openTestApi({ publicUrl: "http://earshot.example:8080" });
const { app, alice, bob, ops, deps } = api;
const ownPage = { "sec-fetch-site": "same-origin" };

function signIn(caller: Pick<TestCaller, "key">, headers: Record<string, string> = ownPage) {
  return app.inject({ method: "POST", url: "/v1/session", headers, payload: { key: caller.key } });
}

function cookieOf(answer: LightMyRequestResponse): string {
  return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}

async function openBrowser(caller: TestCaller) {
  const cookie = cookieOf(await signIn(caller));
  return (method: "GET" | "POST" | "DELETE", url: string, headers: object = ownPage, payload?: object) =>
    app.inject({ method, url, headers: { cookie, ...headers }, ...(payload && { payload }) });
}

describe("signing in", () => {
  test("exchanges a key for a cookie that scripts cannot read and other sites cannot use", async () => {
    const answer = await signIn(alice);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      publisher: { id: alice.publisherId, name: "Somebody" },
      roles: ["publisher"],
      key: { prefix: alice.key.slice(0, 10) },
    });
    expect(Math.round((Date.parse(answer.json().expiresAt) - Date.now()) / 86_400_000)).toBe(7);
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(
      /^earshot_session=es_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.body).not.toContain("es_");
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test.each([
    [{ key: "ek_unknown" }, 401],
    [{ key: "" }, 422],
    [{}, 422],
  ])("with %j answers %i, blaming the key, and sets no cookie", async (payload, status) => {
    const answer = await app.inject({ method: "POST", url: "/v1/session", payload });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([status, "key"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test("again ends the session before", async () => {
    const first = cookieOf(await signIn(alice));
    await app.inject({
      method: "POST",
      url: "/v1/session",
      headers: { ...ownPage, cookie: first },
      payload: { key: alice.key },
    });
    const answer = await app.inject({ url: "/v1/session", headers: { cookie: first } });
    expect(answer.statusCode).toBe(401);
  });

  test("is refused to another site's page", async () => {
    expect((await signIn(alice, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
    expect((await signIn(alice, { origin: "https://evil.example" })).statusCode).toBe(403);
  });

  test("behind https the cookie goes over https alone, under a name that no other host can set", async () => {
    const secure = await buildApi({ ...deps, publicUrl: "https://earshot.example" });
    const answer = await secure.inject({ method: "POST", url: "/v1/session", payload: { key: alice.key } });
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(/^__Host-earshot_session=.*; Secure; SameSite=Strict$/);
    const plain = cookie.split(";")[0]?.replace("__Host-", "");
    expect((await secure.inject({ url: "/v1/session", headers: { cookie: plain } })).statusCode).toBe(401);
    await secure.close();
    const proxied = await signIn(alice, { ...ownPage, "x-forwarded-proto": "https" });
    expect(String(proxied.headers["set-cookie"])).toMatch(/^__Host-.*; Secure;/);
  });
});

describe("a session", () => {
  test("tells who is signed in, and so does a key", async () => {
    const ask = await openBrowser(ops);
    const session = (await ask("GET", "/v1/session")).json();
    expect(session).toMatchObject({ publisher: { id: ops.publisherId }, roles: ["ops"] });
    const byKey = (await ops.ask("GET", "/v1/session")).json();
    expect(byKey).toEqual({ ...session, expiresAt: null });
  });

  test("is accepted wherever a key is, with the key's own roles", async () => {
    const ask = await openBrowser(bob);
    const url = "https://session.example/feed.xml";
    const registered = await ask("POST", "/v1/feeds", ownPage, { url });
    expect(registered.statusCode).toBe(201);
    expect((await ask("POST", `/v1/feeds/${registered.json().id}/check`)).statusCode).toBe(202);
    expect((await bob.ask("GET", "/v1/feeds")).body).toContain(url);
    expect((await ask("GET", "/v1/ops/queues")).statusCode).toBe(403);
    expect((await ask("DELETE", `/v1/feeds/${registered.json().id}`)).statusCode).toBe(204);
  });

  test("hears live events", async () => {
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    const gone = new AbortController();
    const headers = { cookie: cookieOf(await signIn(alice)) };
    const answer = await fetch(`${url}/v1/events`, { headers, signal: gone.signal });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
    ]);
    gone.abort();
  });

  test.each([
    [{ "sec-fetch-site": "same-origin" }, 202],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "none" }, 403],
    [{ origin: "http://earshot.example:8080" }, 202],
    [{ origin: "http://10.1.2.3:8080", host: "10.1.2.3:8080" }, 202],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{}, 403],
  ])("changes things for a request with %j: %i", async (headers, status) => {
    const ask = await openBrowser(alice);
    const { id } = (await alice.ask("POST", "/v1/feeds", { url: "https://session.example/csrf.xml" })).json();
    expect((await ask("POST", `/v1/feeds/${id}/check`, headers)).statusCode).toBe(status);
  });

  test("ends when it is signed out, and the cookie goes", async () => {
    const ask = await openBrowser(alice);
    expect((await ask("DELETE", "/v1/session", { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
    expect((await ask("GET", "/v1/session")).statusCode).toBe(200);
    const out = await ask("DELETE", "/v1/session");
    expect(out.statusCode).toBe(204);
    expect(String(out.headers["set-cookie"])).toMatch(/^earshot_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    const answer = await ask("GET", "/v1/session");
    expect([answer.statusCode, answer.json().detail]).toEqual([
      401,
      expect.stringContaining("Sign in again"),
    ]);
    expect((await ask("DELETE", "/v1/session")).statusCode).toBe(204);
  });

  test("ends with its key", async () => {
    const carol = await api.addCaller(["publisher"]);
    const ask = await openBrowser(carol);
    const { id } = (await ask("GET", "/v1/session")).json().key;
    expect((await carol.ask("DELETE", `/v1/api-keys/${id}`)).statusCode).toBe(204);
    expect((await ask("GET", "/v1/feeds")).statusCode).toBe(401);
  });

  test("is no key", async () => {
    const token = cookieOf(await signIn(alice)).split("=")[1];
    const answer = await app.inject({ url: "/v1/feeds", headers: { authorization: `Bearer ${token}` } });
    expect(answer.statusCode).toBe(401);
  });
});
