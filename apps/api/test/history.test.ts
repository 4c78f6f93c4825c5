import { maintainPartitions, rollUp } from "@earshot/storage";
import { expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { store } = api;
const { alice } = await seedOutage(api);
const now = new Date();
await maintainPartitions(store, { now, keepDays: 7, keepRollupDays: 90 });
await rollUp(store, { now, keepDays: 7 });

async function ask(path: string) {
  const answer = await alice.caller.ask("GET", path);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json();
}

test("a feed's availability is told hour by hour, and by day", async () => {
  const { items, from, until } = await ask(`/v1/feeds/${alice.feedId}/availability?hours=24`);
  expect(Date.parse(until) - Date.parse(from)).toBe(24 * 3_600_000);
  // Three enclosures were looked at once each; that of the broken host told nothing.
  const counts = { looks: 3, healthy: 2, degraded: 0, unreachable: 0, inconclusive: 1 };
  expect(items).toMatchObject([{ ...counts, vantage: null, availability: 1 }]);
  expect(items[0].latencyMs.p50).toBeGreaterThan(0);
  const byDay = await ask(`/v1/feeds/${alice.feedId}/availability?hours=48&per=day`);
  expect(byDay.items).toMatchObject([
    { at: `${byDay.items[0].at.slice(0, 10)}T00:00:00.000Z`, availability: 1 },
  ]);
});

test("a host's latency is told of the audio and of handshakes apart, and an outage counts", async () => {
  const [host] = (await ask("/v1/hosts?search=media.example")).items;
  const { items } = await ask(`/v1/hosts/${host.id}/latency`);
  const checks = items.filter((item: { of: string }) => item.of === "checks");
  expect(checks.at(-1)).toMatchObject({ vantage: null, availability: 0, latencyMs: null });
  expect(items.filter((item: { of: string }) => item.of === "probes")).toMatchObject([
    { inconclusive: 2, availability: null },
  ]);
});

test.each(["hours=0", "hours=2161", "hours=1.5", "per=week"])("refuses %s", async (query) => {
  const answer = await alice.caller.ask("GET", `/v1/feeds/${alice.feedId}/availability?${query}`);
  expect(answer.statusCode).toBe(422);
});
