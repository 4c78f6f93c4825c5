import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { StartError } from "@earshot/runtime";
import { beatVantage } from "@earshot/storage";
import { afterAll, expect, test } from "vitest";
import { startApi } from "../src/index.ts";
import { openTestApi } from "./open-test-api.ts";

const { deps, alice, bob, ops } = await openTestApi();
const api = await startApi(deps, { host: "127.0.0.1", port: 0 });
afterAll(() => api.close());

/** Reads a stream of events until its text satisfies the condition, and leaves it open. */
async function readUntil(response: IncomingMessage, isEnough: (text: string) => boolean): Promise<string> {
  let text = "";
  response.setEncoding("utf8");
  while (!isEnough(text)) {
    const chunk: unknown = response.read();
    if (chunk === null) await once(response, "readable");
    else text += String(chunk);
  }
  return text;
}

async function openEvents(url: string, key: string): Promise<IncomingMessage> {
  const request = get(`${url}/v1/events`, { headers: { authorization: `Bearer ${key}` } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.on("error", () => {});
  return response;
}

test("changes arrive as they happen, and only one's own", async () => {
  const response = await openEvents(api.url, alice.key);
  expect(response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
  await readUntil(response, (text) => text.includes("event: snapshot"));
  await bob.ask("POST", "/v1/feeds", { url: "https://events.example/bob.xml" });
  await alice.ask("POST", "/v1/feeds", { url: "https://events.example/alice.xml" });
  const text = await readUntil(response, (sofar) => sofar.includes("alice.xml"));
  expect(text).toContain("event: feed\ndata: {");
  expect(text).not.toContain("bob.xml");
  response.destroy();
});

test("a vantage under suspicion is an event to ops, and to nobody else", async () => {
  const [seesAll, own] = [await openEvents(api.url, ops.key), await openEvents(api.url, alice.key)];
  for (const response of [seesAll, own])
    await readUntil(response, (text) => text.includes("event: snapshot"));
  const beat = { id: randomUUID(), vantage: "eu", does: ["checks"], clockOffsetMs: null } as const;
  await beatVantage(deps.store.db, { ...beat, suspicions: [] });
  await beatVantage(deps.store.db, { ...beat, suspicions: ["ipv4"] });
  await alice.ask("POST", "/v1/feeds", { url: "https://events.example/after.xml" });
  const told = await readUntil(seesAll, (text) => text.includes("vantage.suspect"));
  expect(told).toContain('"suspicions":["ipv4"]');
  expect(await readUntil(own, (text) => text.includes("after.xml"))).not.toContain("vantage");
  await beatVantage(deps.store.db, { ...beat, suspicions: [] });
  const cleared = await readUntil(seesAll, (text) => text.includes('"suspicions":[]'));
  expect(cleared).toMatch(/event: vantage\.suspect\ndata: .*"clearedAt":"2/);
  const { items } = (await ops.ask("GET", "/v1/ops/vantages")).json();
  expect(items).toMatchObject([{ id: beat.id, vantage: "eu", alive: true, suspicions: [] }]);
  for (const response of [seesAll, own]) response.destroy();
});

test("closing ends open streams", async () => {
  const other = await startApi(deps, { host: "127.0.0.1", port: 0 });
  const response = await openEvents(other.url, alice.key);
  await readUntil(response, (text) => text.includes("event: snapshot"));
  response.resume();
  const ended = new Promise((resolve) => response.once("close", resolve));
  await other.close();
  await ended;
});

test("a taken port is told in a sentence", async () => {
  const failure = startApi(deps, { host: "127.0.0.1", port: api.port });
  await expect(failure).rejects.toThrow(StartError);
  await expect(failure).rejects.toThrow(/Cannot listen on 127\.0\.0\.1:\d+: another program already does/);
});

test("health needs no key", async () => {
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${api.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { store: "ok" } }]);
});

test("a process that is not ready says so with 503", async () => {
  const report = { ready: false, checks: { store: "did not answer in time" } };
  const other = await startApi({ ...deps, ready: async () => report }, { host: "127.0.0.1", port: 0 });
  const response = await fetch(`${other.url}/readyz`);
  expect([response.status, await response.json()]).toEqual([503, report]);
  await other.close();
});
