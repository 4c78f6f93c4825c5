import { createMetrics } from "@earshot/runtime";
import { expect, test } from "vitest";
import { buildApi } from "../src/index.ts";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { alice, incidentId } = await seedOutage(api);
const { ask } = alice.caller;

test("a feed counts its enclosures by verdict, the broken host's as unreachable", async () => {
  const feed = (await ask("GET", `/v1/feeds/${alice.feedId}`)).json();
  expect(feed).toMatchObject({ title: "The show of alice", verdict: "healthy", status: 200, episodes: 3 });
  expect(feed.enclosures).toEqual({
    total: 3,
    healthy: 2,
    degraded: 0,
    unreachable: 1,
    inconclusive: 0,
    unprobed: 0,
  });
});

test("an enclosure tells the worst of its last probe and its host's incident", async () => {
  const { items } = (await ask("GET", `/v1/feeds/${alice.feedId}/enclosures`)).json();
  expect(items.map((item: { verdict: string }) => item.verdict)).toEqual([
    "unreachable",
    "healthy",
    "healthy",
  ]);
  expect(items[0]).toMatchObject({
    feedId: alice.feedId,
    guid: "alice-3",
    title: "Episode 3 of alice",
    url: "https://media.example/alice/3.mp3?secret=alice",
    publishedAt: "2026-10-03T06:00:00.000Z",
    kind: "primary",
    type: "audio/mpeg",
    length: 1_000,
    faults: [{ code: "http.rate-limited" }],
    expiresAt: "2026-11-01T00:00:00.000Z",
  });
  const unreachable = (await ask("GET", `/v1/feeds/${alice.feedId}/enclosures?verdict=unreachable`)).json();
  expect(unreachable.items).toHaveLength(1);
});

test("pages of enclosures hold each once", async () => {
  const first = (await ask("GET", `/v1/feeds/${alice.feedId}/enclosures?limit=2`)).json();
  const second = (
    await ask("GET", `/v1/feeds/${alice.feedId}/enclosures?limit=2&cursor=${first.next}`)
  ).json();
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(alice.enclosureIds);
  expect(second.next).toBeNull();
});

test("an enclosure's probes come with their evidence", async () => {
  const [id] = alice.enclosureIds;
  const { items, next } = (await ask("GET", `/v1/enclosures/${id}/probes`)).json();
  expect(items).toMatchObject([
    { verdict: "inconclusive", codes: ["http.rate-limited"], status: 206, hops: 1 },
  ]);
  expect(items[0].evidence.hops[0].tls.certificates[0]).toMatchObject({ subject: "CN=media.example" });
  expect(next).toBeNull();
  const detail = (await ask("GET", `/v1/enclosures/${id}`)).json();
  expect(detail.lastEvidence.range.receivedBytes).toBe(4_096);
});

test("the incident says what broke, for whom, and what to do", async () => {
  const { items } = (await ask("GET", "/v1/incidents?state=open")).json();
  expect(items).toMatchObject([
    {
      id: incidentId,
      state: "open",
      recovering: false,
      kind: "certificate",
      where: "media.example",
      severity: "outage",
      resolvedAt: null,
      faults: [{ code: "certificate.expired", title: expect.any(String), remedy: expect.any(String) }],
      affected: { shows: 1, episodes: 1 },
      acknowledgedAt: null,
    },
  ]);
  expect(items[0].summary).toContain("media.example");
  expect((await ask("GET", "/v1/incidents?state=resolved")).json().items).toEqual([]);
  expect((await ask("GET", "/v1/incidents?state=closed")).statusCode).toBe(422);
});

test("the first acknowledgement stands", async () => {
  const first = (await ask("POST", `/v1/incidents/${incidentId}/acknowledge`)).json();
  const second = (await ask("POST", `/v1/incidents/${incidentId}/acknowledge`)).json();
  expect(first.acknowledgedAt).toMatch(/Z$/);
  expect(second.acknowledgedAt).toBe(first.acknowledgedAt);
});

test("hosts are those on one's own way", async () => {
  const { items } = (await ask("GET", "/v1/hosts")).json();
  const names = items.map(({ hostname }: { hostname: string }) => hostname).sort();
  expect(names).toEqual(["alice.example", "fine.example", "hooks.example", "media.example"]);
  const broken = items.find(({ hostname }: { hostname: string }) => hostname === "media.example");
  expect(broken).toMatchObject({
    incidentOpen: true,
    verdict: "unreachable",
    addresses: [{ address: "192.0.2.1" }],
  });
});

test.each([
  ["hosts?search=edia", 1],
  ["hosts?incident=open", 1],
  ["hosts?incident=none&search=media", 0],
  ["hosts?verdict=healthy", 0],
  ["enclosures?search=EPISODE%202", 1],
  ["enclosures?search=secret%3Dalice", 3],
  ["enclosures?search=secret%3Dbob", 0],
])("%s finds %i", async (path, total) => {
  const base = path.startsWith("enclosures") ? `/v1/feeds/${alice.feedId}` : "/v1";
  expect((await ask("GET", `${base}/${path}`)).json().items).toHaveLength(total);
});

test("the forecast names the day, the host, and the shows that stop", async () => {
  const forecast = (await ask("GET", "/v1/certificates/forecast?days=30")).json();
  expect(forecast.truncated).toBe(false);
  expect(forecast.items).toHaveLength(1);
  const [day] = forecast.items;
  expect(day.date).toBe(day.hosts[0].expiresAt.slice(0, 10));
  expect(day.hosts).toMatchObject([
    {
      hostname: "media.example",
      shows: 1,
      episodes: 1,
      feeds: [{ id: alice.feedId, title: "The show of alice" }],
    },
  ]);
  expect((await ask("GET", "/v1/certificates/forecast?days=3")).json().items).toEqual([]);
  expect((await ask("GET", "/v1/certificates/forecast?days=0")).json().errors[0].path).toBe("days");
});

test("the pages of a forecast hold each host once, also where many end at one instant", async () => {
  const { db } = api.store;
  const { feed_id } = await db
    .selectFrom("subscriptions")
    .select("feed_id")
    .where("id", "=", alice.feedId)
    .executeTakeFirstOrThrow();
  const seen = { port: 443, tls: true, first_seen_at: new Date(), last_seen_at: new Date() };
  const expires_at = new Date(Date.now() + 40 * 86_400_000);
  for (const hostname of ["one.ends.example", "two.ends.example", "three.ends.example"]) {
    const { id: host_id } = await db
      .insertInto("hosts")
      .values({ ...seen, hostname, expires_at })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db.insertInto("feed_hosts").values({ feed_id, host_id, episodes: 1 }).execute();
  }
  const url = "/v1/certificates/forecast?days=60";
  const hostsOf = (forecast: { items: { hosts: { hostname: string }[] }[] }) =>
    forecast.items.flatMap(({ hosts }) => hosts.map(({ hostname }) => hostname));
  const whole = (await ask("GET", url)).json();
  expect([whole.next, hostsOf(whole).length]).toEqual([null, 4]);
  const found: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: typeof whole = (await ask("GET", `${url}&limit=1${cursor && `&cursor=${cursor}`}`)).json();
    expect(page.truncated).toBe(page.next !== null);
    found.push(...hostsOf(page));
    cursor = page.next;
  }
  expect(found).toEqual(hostsOf(whole));
});

test("the delivery log tells the notice and each attempt", async () => {
  const { items } = (await ask("GET", "/v1/deliveries")).json();
  expect(items).toMatchObject([
    {
      id: alice.deliveryId,
      endpointId: alice.endpointId,
      endpointHost: "hooks.example",
      notice: { type: "incident.opened", incidentId, summary: expect.stringContaining("media.example") },
      state: "pending",
      attempts: [{ number: 1, status: 500, error: "answered 500", responseBody: "no" }],
    },
  ]);
  expect((await ask("GET", "/v1/deliveries?state=delivered")).json().items).toEqual([]);
  expect((await ask("GET", `/v1/deliveries?endpointId=${alice.endpointId}`)).json().items).toHaveLength(1);
});

test("the queues and coverage are told to ops, and to Prometheus without names", async () => {
  const queues = (await api.ops.ask("GET", "/v1/ops/queues")).json();
  expect(queues.items.map(({ name }: { name: string }) => name)).toContain("enclosure.probe");
  expect(queues.items[0].counts).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  // Coverage is measured once a minute at most, and was when this API was opened: another one measures anew.
  const fresh = await buildApi({ ...api.deps, metrics: createMetrics({ withProcess: false }) });
  const headers = { authorization: `Bearer ${api.ops.key}` };
  const coverage = (await fresh.inject({ url: "/v1/ops/coverage", headers })).json();
  const feeds = coverage.items.find(({ subject }: { subject: string }) => subject === "feed");
  expect(feeds).toMatchObject({ total: 2, withinPeriod: 2, share: 1, neverChecked: 0 });
  const metrics = await fresh.inject("/metrics");
  await fresh.close();
  expect(metrics.headers["content-type"]).toContain("text/plain");
  expect(metrics.body).toContain('earshot_queue_jobs{queue="notice.deliver",state="failed"} 0');
  expect(metrics.body).toContain('earshot_coverage_subjects{kind="feed",state="covered"} 2');
  expect(metrics.body).toMatch(/earshot_certificate_not_after_timestamp_seconds\{which="soonest"\} \d{10}/);
  expect(metrics.body).toContain('earshot_certificate_expiring_hosts{within="30d"} 1');
  for (const name of ["example", alice.feedId, alice.caller.publisherId])
    expect(metrics.body).not.toContain(name);
});

test("a feed that is removed takes its enclosures and hosts out of sight", async () => {
  const feedOnly = (await api.bob.ask("GET", "/v1/feeds")).json().items[0];
  expect((await api.bob.ask("DELETE", `/v1/feeds/${feedOnly.id}`)).statusCode).toBe(204);
  expect((await api.bob.ask("GET", `/v1/feeds/${feedOnly.id}/enclosures`)).statusCode).toBe(404);
  const { items } = (await api.bob.ask("GET", "/v1/hosts")).json();
  // Where its webhook is stays its own.
  expect(items.map(({ hostname }: { hostname: string }) => hostname)).toEqual(["hooks.example"]);
});
