import { turnCoverage } from "@earshot/storage";
import { describe, expect, test } from "vitest";
import { readNewest } from "../src/live/read-newest.ts";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { app, ops, deps, store } = api;
const { alice, bob } = await seedOutage(api);

async function items(path: string): Promise<Record<string, unknown>[]> {
  const answer = await ops.ask("GET", path);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json().items;
}

describe("hosts fleet-wide", () => {
  test("are told with what hangs on them and when they are looked at next", async () => {
    const hosts = await items("/v1/ops/hosts");
    // Where notices go is a host too, on which no feed depends.
    const behindFeeds = hosts.filter(({ feeds }) => feeds !== 0);
    expect(behindFeeds.map(({ hostname, feeds }) => [hostname, feeds]).sort()).toEqual([
      ["alice.example", 1],
      ["bob.example", 1],
      ["fine.example", 2],
      ["media.example", 2],
    ]);
    expect(behindFeeds.every(({ dueAt }) => typeof dueAt === "string")).toBe(true);
  });

  test.each([
    ["search=EDIA.ex", ["media.example"]],
    ["search=%25%25", []],
    ["incident=open", ["media.example"]],
    ["incident=none&search=fine", ["fine.example"]],
    ["verdict=unreachable", ["media.example"]],
    ["verdict=degraded", []],
  ])("are found by %s", async (query, names) => {
    expect((await items(`/v1/ops/hosts?${query}`)).map(({ hostname }) => hostname)).toEqual(names);
  });
});

describe("certificates fleet-wide", () => {
  test("are told with the hosts that serve them, and found by name and end", async () => {
    const [certificate, ...others] = await items("/v1/ops/certificates");
    expect(others).toEqual([]);
    expect(certificate).toMatchObject({
      subject: "CN=media.example",
      hosts: 1,
      samples: ["media.example:443"],
    });
    expect(await items("/v1/ops/certificates?search=media.ex")).toHaveLength(1);
    expect(await items("/v1/ops/certificates?search=other")).toEqual([]);
    expect(await items("/v1/ops/certificates?days=3650")).toHaveLength(1);
  });

  test("come page by page, those that end first at the top", async () => {
    const hosts = await store.db.selectFrom("hosts").select("id").orderBy("id").execute();
    const now = new Date("2026-11-01T00:00:00.000Z");
    for (const [index, day] of [20, 10, 20].entries()) {
      const fingerprint = Array.from({ length: 32 }, () => `A${index}`).join(":");
      const not_after = new Date(`2099-01-${day}T00:00:00.000Z`);
      const names = {
        subject: `CN=page-${index}`,
        issuer: "CN=R1",
        subject_alt_names: [],
        serial_number: "01",
      };
      const seen = { pem: "", first_seen_at: now, last_seen_at: now };
      await store.db
        .insertInto("certificates")
        .values({ fingerprint, not_before: now, not_after, ...names, ...seen })
        .execute();
      const serving = { address: `192.0.2.${index + 9}`, position: 0, fingerprint, since: now, seen_at: now };
      await store.db
        .insertInto("host_certificates")
        .values({ host_id: hosts[0]?.id ?? 0, ...serving })
        .execute();
    }
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page = (await ops.ask("GET", `/v1/ops/certificates?search=page-&limit=1${query}`)).json();
      seen.push(...page.items.map(({ subject }: { subject: string }) => subject));
      cursor = page.next;
    }
    expect(seen).toEqual(["CN=page-1", "CN=page-0", "CN=page-2"]);
  });
});

test("accounts are told with their use of the service", async () => {
  await alice.caller.ask("PATCH", `/v1/webhook-endpoints/${alice.endpointId}`, { enabled: false });
  const all = await items("/v1/ops/publishers");
  expect(all.find(({ id }) => id === alice.caller.publisherId)).toMatchObject({
    ...{ name: "Somebody", feeds: 1, endpoints: 1, endpointsDisabled: 1, incidentsOpen: 1 },
    lastSeenAt: expect.any(String),
  });
  expect(all.find(({ id }) => id === bob.caller.publisherId)).toMatchObject({ endpointsDisabled: 0 });
  expect(await items("/v1/ops/publishers?search=ebod")).toHaveLength(3);
  expect(await items("/v1/ops/publishers?search=nobody")).toEqual([]);
});

test("the queues tell their rate, the busiest hosts, and those behind which enclosures are parked", async () => {
  const host = store.db.selectFrom("hosts").select("id").where("hostname", "=", "fine.example");
  await store.db
    .updateTable("host_slots")
    .set({ next_slot_at: new Date(Date.now() + 3_600_000) })
    .where("host_id", "=", host)
    .execute();
  const queues = (await ops.ask("GET", "/v1/ops/queues")).json();
  expect(queues.items[0]).toMatchObject({
    counts: { waiting: 0, active: 0, delayed: 0, failed: 0 },
    rate: { completedPerMinute: 0, failedPerMinute: 0, completedByMinute: [], failedByMinute: [] },
  });
  expect(queues.hosts.parked).toMatchObject([{ hostname: "media.example", port: 443, enclosures: 2 }]);
  const [busiest] = queues.hosts.busiest;
  expect(busiest.hostname).toBe("fine.example");
  expect(busiest.queuedMs).toBeGreaterThan(3_500_000);
});

describe("the queue board", () => {
  const headers = { authorization: `Bearer ${ops.key}` };

  test("shows ops every queue, under a policy that runs only its own files", async () => {
    const page = await app.inject({ url: "/ops/board", headers });
    expect([page.statusCode, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toContain("script-src 'self';");
    expect(page.body).toContain('<base href="/ops/board/" />');
    expect(page.body).toContain('<link href="static/css/');
    expect(page.body).not.toMatch(/https?:/);
    const [, script] = /<script defer src="([^"]+)"/.exec(page.body) ?? [];
    const file = await app.inject({ url: `/ops/board/${script}`, headers });
    expect([file.statusCode, file.headers["content-type"]]).toEqual([
      200,
      "application/javascript; charset=utf-8",
    ]);
    await deps.queue.counts("feed.crawl");
    const { queues } = (await app.inject({ url: "/ops/board/api/queues", headers })).json();
    expect(queues.map(({ name }: { name: string }) => name)).toContain("enclosure.probe");
  });

  test.each(["/ops/board", "/ops/board/api/queues", "/ops/board/static/js/main.js"])(
    "%s is for ops alone",
    async (url) => {
      expect((await app.inject(url)).statusCode).toBe(401);
      expect((await alice.caller.ask("GET", url)).statusCode).toBe(403);
    },
  );
});

test("coverage is told by kind and vantage, with its floor, to people and to Prometheus", async () => {
  // Coverage is measured once a minute, and this API measured before there was anything.
  const later = await openTestApi({ store });
  const answer = (await later.ops.ask("GET", "/v1/ops/coverage")).json();
  expect(answer.floor).toBe(0.95);
  const newest = answer.items.find(({ subject }: { subject: string }) => subject === "newest");
  expect(newest).toMatchObject({ share: 1, isBelowFloor: false });
  const vantages = newest.vantages.map(({ vantage, total }: Record<string, unknown>) => [vantage, total]);
  expect(vantages).toEqual([["local", newest.total]]);
  const scrape = (await later.app.inject({ url: "/metrics" })).body;
  expect(scrape).toMatch(/earshot_coverage_ratio\{kind="newest",vantage="local"\} 1/);
  expect(scrape).toMatch(/earshot_coverage_below_floor\{kind="newest"\} 0/);
});

test("events tell ops, and nobody else, of coverage below its floor", async () => {
  const { ageMs, ...turn } = { kind: "feed", isBelow: true, share: 0.5, floor: 0.95, ageMs: 1_000 } as const;
  expect(await turnCoverage(store.db, { ...turn, ageMs })).toBe(true);
  const asked = { ownId: ops.publisherId, now: new Date() };
  const forOps = await readNewest(store.db, { ...asked, publisherId: null });
  const { kind: subject, ...told } = turn;
  expect(forOps[0]).toEqual({
    ...{ key: "coverage:feed", event: "coverage.below-floor" },
    data: { subject, ...told, since: expect.any(String) },
  });
  const forAlice = await readNewest(store.db, { ...asked, publisherId: alice.caller.publisherId });
  expect(forAlice.map(({ event }) => event)).not.toContain("coverage.below-floor");
});
