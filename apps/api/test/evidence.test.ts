import { createHash } from "node:crypto";
import { buildFault } from "@earshot/domain";
import { describe, expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { alice, bob, incidentId } = await seedOutage(api);
const { app, ops } = api;
const evidence = `/v1/incidents/${incidentId}/evidence`;
const mediaUrl = "https://media.example/alice/3.mp3?secret=alice";

/** Lets the one episode of alice's on the broken host fail, so that she has a look of her own. */
await (async () => {
  const row = await api.store.db
    .selectFrom("media")
    .select(["id", "last_evidence"])
    .where("url", "=", mediaUrl)
    .executeTakeFirstOrThrow();
  const failure = {
    ...row.last_evidence,
    verdict: "unreachable",
    at: new Date(Date.now() + 1_000).toISOString(),
    faults: [buildFault("certificate.expired", { hop: 0, message: "<script>alert(1)</script>" })],
  };
  await api.store.db
    .updateTable("media")
    .set({ last_failure: JSON.stringify(failure) })
    .where("id", "=", row.id)
    .execute();
})();

test("the evidence names hops, addresses, times, the chain in PEM, headers, first bytes and commands", async () => {
  const bundle = (await alice.caller.ask("GET", evidence)).json();
  expect(bundle).toMatchObject({
    version: 1,
    headline: expect.stringContaining("Certificate expired at media.example since "),
    incident: { id: incidentId, resolvedAt: null, faults: [{ code: "certificate.expired" }] },
    affected: { shows: 1, episodes: 1 },
    urlsLeftOut: true,
  });
  const [own, first] = bundle.looks;
  expect(own).toMatchObject({ role: "own", kind: "probe", look: { url: mediaUrl, firstBytes: "494433" } });
  expect(own.look.hops[0]).toMatchObject({
    host: "media.example",
    address: "192.0.2.1",
    headers: { "content-type": "audio/mpeg" },
    timings: { tlsMs: 3 },
    tls: { certificates: [{ pem: expect.stringContaining("BEGIN CERTIFICATE") }] },
  });
  expect(own.commands[0]).toMatch(/^curl .*media\.example\/alice\/3\.mp3/);
  expect(own.commands[1]).toMatch(
    /^openssl s_client -connect 192\.0\.2\.1\\?:443 -servername media\.example .*<\/dev\/null$/,
  );
  expect(first).toMatchObject({ role: "first", kind: "host-check" });
  expect(first.look.addresses[0].tls.certificates[0].pem).toContain("BEGIN CERTIFICATE");
});

test("no URL of another publisher is in it, and ops see every one", async () => {
  for (const [own, name] of [
    [alice, "bob"],
    [bob, "alice"],
  ] as const) {
    for (const url of [evidence, `${evidence}.html`]) {
      const { body } = await own.caller.ask("GET", url);
      for (const trait of ["secret=somebody", `secret=${name}`, `${name}.example`, `/${name}/`]) {
        expect(body).not.toContain(trait);
      }
    }
  }
  expect((await ops.ask("GET", evidence)).json()).toMatchObject({ urlsLeftOut: false });
  expect((await ops.ask("GET", evidence)).body).toContain("secret=somebody");
});

describe("as a page", () => {
  test.each([
    ["the path with .html", `${evidence}.html`, undefined],
    ["who rather accepts HTML", evidence, "text/html,application/xhtml+xml,*/*;q=0.8"],
  ])("is for %s", async (_, url, accept) => {
    const answer = await app.inject({
      url,
      headers: { authorization: `Bearer ${alice.caller.key}`, ...(accept !== undefined && { accept }) },
    });
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.body).toMatch(/^<!doctype html>/);
  });

  test.each([undefined, "*/*", "application/json", "application/json, text/html;q=0.5"])(
    "is not for who accepts %s",
    async (accept) => {
      const headers = {
        authorization: `Bearer ${alice.caller.key}`,
        ...(accept !== undefined && { accept }),
      };
      const answer = await app.inject({ url: evidence, headers });
      expect(answer.headers["content-type"]).toContain("application/json");
      expect(answer.headers["vary"]).toContain("accept");
    },
  );

  test("has no script and escapes what it shows, and its policy lets only its own style in", async () => {
    const { body, headers } = await alice.caller.ask("GET", `${evidence}.html`);
    expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(body).not.toMatch(/<script|<link|<img|<form|\son\w+=|style=/);
    const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(style).toContain("@media print");
  });
});

describe("a link", () => {
  const pathOf = (url: string) => new URL(url).pathname;

  test("shows the evidence to somebody without an account, and nothing else", async () => {
    expect(alice.evidenceUrl).toMatch(/^https:\/\/earshot\.example\/evidence\/[\w-]{43}$/);
    const page = await app.inject({ url: pathOf(alice.evidenceUrl) });
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
      "referrer-policy": "no-referrer",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
    const json = await app.inject({ url: `${pathOf(alice.evidenceUrl)}/json` });
    expect(json.json()).toMatchObject({
      version: 1,
      incident: { id: incidentId },
      affected: { episodes: 1 },
    });
    for (const trait of ["secret=somebody", "secret=bob", "bob.example", alice.caller.publisherId]) {
      expect(page.body).not.toContain(trait);
      expect(json.body).not.toContain(trait);
    }
  });

  test("is listed without its token, with when it was opened, and only to who made it", async () => {
    const { items } = (await alice.caller.ask("GET", `${evidence}-links`)).json();
    expect(items).toMatchObject([{ id: alice.evidenceLinkId, openedAt: expect.any(String) }]);
    expect(JSON.stringify(items)).not.toContain(pathOf(alice.evidenceUrl).split("/")[2]);
    expect((await bob.caller.ask("GET", `${evidence}-links`)).json().items).toMatchObject([
      { openedAt: null },
    ]);
  });

  test("shows nothing any more once it is revoked, or has ended", async () => {
    const made = (await alice.caller.ask("POST", `${evidence}-links`, {})).json();
    expect((await app.inject({ url: pathOf(made.url) })).statusCode).toBe(200);
    expect((await alice.caller.ask("DELETE", `/v1/evidence-links/${made.id}`)).statusCode).toBe(204);
    expect((await app.inject({ url: pathOf(made.url) })).statusCode).toBe(404);
    const other = (await alice.caller.ask("POST", `${evidence}-links`, { days: 1 })).json();
    await api.store.db
      .updateTable("evidence_links")
      .set({ expires_at: new Date() })
      .where("id", "=", other.id)
      .execute();
    expect((await app.inject({ url: pathOf(other.url) })).statusCode).toBe(404);
  });

  test.each(["a", "a".repeat(43), "a".repeat(44), "%00", "../v1/feeds"])(
    "cannot be guessed: %s",
    async (token) => {
      const answer = await app.inject({ url: `/evidence/${token}` });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain("media.example");
    },
  );

  test("holds for a year at most, and an incident has twenty of them", async () => {
    expect((await alice.caller.ask("POST", `${evidence}-links`, { days: 366 })).statusCode).toBe(422);
    const { items } = (await bob.caller.ask("GET", `${evidence}-links`)).json();
    for (let count = items.length; count < 20; count++) await bob.caller.ask("POST", `${evidence}-links`, {});
    expect((await bob.caller.ask("POST", `${evidence}-links`, {})).statusCode).toBe(409);
  });
});

test("a drill has evidence without looks, for nobody saw anything", async () => {
  const begun = await alice.caller.ask("POST", `/v1/feeds/${alice.feedId}/drill`, { durationSeconds: 60 });
  const drill = `/v1/incidents/${begun.json().incidentId}`;
  const bundle = await alice.caller.ask("GET", `${drill}/evidence`);
  expect([bundle.statusCode, bundle.json().looks]).toEqual([200, []]);
  expect((await alice.caller.ask("GET", `${drill}/evidence.html`)).statusCode).toBe(200);
});
