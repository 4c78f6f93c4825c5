import { describe, expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { app } = api;
const { alice, bob, incidentId } = await seedOutage(api);
await alice.caller.ask("PATCH", `/v1/feeds/${alice.feedId}`, { publicStatus: true });

/** What nobody may learn of a show from its public status: it may be private. */
const secrets = ["alice.example", "media.example", "secret=", alice.caller.publisherId, incidentId];

describe("the public status of a feed", () => {
  test("tells how it stands and when it was impaired, without a key and to any page", async () => {
    const answer = await app.inject(`/v1/status/${alice.feedId}`);
    expect(answer.json()).toMatchObject({
      ...{ id: alice.feedId, title: "The show of alice", state: "outage", episodes: 3 },
      enclosures: { total: 3, healthy: 2, unreachable: 1 },
      incidents: [{ kind: "certificate", resolvedAt: null }],
    });
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=60",
    });
    for (const secret of secrets) expect(answer.body).not.toContain(secret);
  });

  test("is a badge that says its state in words", async () => {
    const answer = await app.inject(`/v1/status/${alice.feedId}/badge.svg`);
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
      200,
      "image/svg+xml; charset=utf-8",
    ]);
    expect(answer.body).toMatch(/^<svg .*aria-label="podcast: outage"/);
    for (const url of [`/v1/status/${alice.feedId}`, `/v1/status/${alice.feedId}/badge.svg`]) {
      const { headers: told } = await app.inject(url);
      expect(told["cache-control"]).toBe("public, max-age=60");
      const again = await app.inject({ url, headers: { "if-none-match": String(told["etag"]) } });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
    }
  });

  test("is a page without scripts or inline style, whatever the show is called", async () => {
    await api.store.db
      .updateTable("feeds")
      .set({ title: `<script>alert("x")</script>` })
      .where("url", "=", "https://alice.example/feed.xml")
      .execute();
    const page = await app.inject(`/status/${alice.feedId}`);
    expect([page.statusCode, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.body).toContain("<h1>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</h1>");
    expect(page.body).toContain("Listeners cannot hear all of this show");
    expect(page.body).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/);
    expect(page.headers["content-security-policy"]).toContain("style-src 'self'");
    for (const secret of secrets) expect(page.body).not.toContain(secret);
    const [, stylesheet] = /href="([^"]+\.css)"/.exec(page.body) ?? [];
    expect((await app.inject(stylesheet ?? "")).headers["content-type"]).toBe("text/css; charset=utf-8");
  });

  test.each(["", "/badge.svg"])("%s is shown of no feed whose publisher does not want it", async (tail) => {
    for (const id of [bob.feedId, "00000000-0000-7000-8000-000000000000"]) {
      expect((await app.inject(`/v1/status/${id}${tail}`)).statusCode).toBe(404);
    }
    expect((await app.inject(`/status/${bob.feedId}`)).statusCode).toBe(404);
  });

  test("is shown no more once its publisher says so", async () => {
    await alice.caller.ask("PATCH", `/v1/feeds/${alice.feedId}`, { publicStatus: false });
    expect((await app.inject(`/v1/status/${alice.feedId}`)).statusCode).toBe(404);
    expect((await alice.caller.ask("GET", `/v1/feeds/${alice.feedId}`)).json().publicStatus).toBe(false);
  });
});

describe("the reference", () => {
  test("is served whole from here, without inline scripts or styles, under the policy of all answers", async () => {
    const page = await app.inject("/docs");
    expect([page.statusCode, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/);
    expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    for (const [, file = ""] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([file, (await app.inject(file)).statusCode]).toEqual([file, 200]);
    }
  });

  test("shows the very document that programs read", async () => {
    const shown = (await app.inject("/docs/json")).json();
    expect(shown).toEqual((await app.inject("/openapi.json")).json());
    const initializer = await app.inject("/docs/static/swagger-initializer.js");
    expect(initializer.body).toContain('"validatorUrl":null');
  });
});

describe("the calendar of certificate deadlines", () => {
  test("is read by its address, which is told once, and holds one's own deadlines", async () => {
    expect((await alice.caller.ask("GET", "/v1/calendar")).json()).toEqual({ createdAt: null });
    const opened = await alice.caller.ask("POST", "/v1/calendar");
    expect(opened.statusCode).toBe(201);
    const { url, createdAt } = opened.json();
    expect(url).toMatch(/^https:\/\/earshot\.example\/v1\/calendar\/[\w-]{43}\/certificates\.ics$/);
    expect((await alice.caller.ask("GET", "/v1/calendar")).json()).toEqual({ createdAt });

    const answer = await app.inject(new URL(url).pathname);
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
      200,
      "text/calendar; charset=utf-8",
    ]);
    const text = answer.body.replace(/\r\n[ \t]/g, "");
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1);
    expect(text).toContain("SUMMARY:Certificate of media.example ends");
    expect(text).toContain("1 episode of 1 show can");
    expect(text).toContain("TRIGGER:-P7D");
    expect(text).not.toContain("bob");
    expect(answer.body).toMatch(/\r\nEND:VCALENDAR\r\n$/);
    const lines = answer.body.split("\r\n");
    expect(lines.filter((line) => /[\r\n]/.test(line) || Buffer.byteLength(line) > 75)).toEqual([]);
    const uid = /^UID:.+$/m.exec(answer.body)?.[0];
    expect((await app.inject(new URL(url).pathname)).body).toContain(`${uid}\r\n`);
  });

  test("is a calendar also with nothing in it", async () => {
    const { ask } = await api.addCaller(["publisher"]);
    const { url } = (await ask("POST", "/v1/calendar")).json();
    const { body } = await app.inject(new URL(url).pathname);
    expect(body).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
    expect(body).toMatch(/\r\nBEGIN:VTIMEZONE\r\n.*\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n$/s);
  });

  test("has a new address when it is opened again, and none when it is closed", async () => {
    const paths: string[] = [];
    for (let count = 0; count < 2; count++) {
      paths.push(new URL((await bob.caller.ask("POST", "/v1/calendar")).json().url).pathname);
    }
    const statuses = async () => Promise.all(paths.map(async (path) => (await app.inject(path)).statusCode));
    expect(await statuses()).toEqual([404, 200]);
    expect((await bob.caller.ask("DELETE", "/v1/calendar")).statusCode).toBe(204);
    expect(await statuses()).toEqual([404, 404]);
  });

  test("is not to be had by a guess", async () => {
    for (const token of ["x".repeat(43), "short", "..%2f"]) {
      expect((await app.inject(`/v1/calendar/${token}/certificates.ics`)).statusCode).toBe(404);
    }
  });
});
