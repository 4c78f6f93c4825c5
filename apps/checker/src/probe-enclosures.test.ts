import type { HostGate } from "@earshot/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { openChecks, openGate } from "../test/open-checks.ts";
import { probeEnclosures } from "./probe-enclosures.ts";

const checks = await openChecks();
const { host, store } = checks;
const minuteMs = 60_000;

beforeEach(() => checks.reset());

const probes = () => store.db.selectFrom("probes").selectAll().execute();

describe("a batch", () => {
  test("is recorded whole, and each media is due again by its own schedule", async () => {
    const urls = Array.from({ length: 25 }, (_, n) => host.url(`h${n}.example`, `/${n}.mp3`));
    await checks.publish("Batch", urls);
    expect(await checks.probeDue()).toHaveLength(25);
    const recorded = await probes();
    expect(recorded.map(({ verdict, status }) => [verdict, status])).toEqual(
      Array(25).fill(["healthy", 206]),
    );
    for (const url of urls) {
      const media = await checks.mediaAt(url);
      expect(media).toMatchObject({ verdict: "healthy", hot_step: 1 });
      // New and just published: again after a minute.
      expect(await checks.dueAt("media", media.id)).toEqual(new Date(checks.clock().getTime() + minuteMs));
    }
    expect(await checks.probeDue()).toEqual([]);
    expect(await checks.incidents()).toEqual([]);
  });

  test("with one bad URL records the others, and opens an incident of the show when looks confirm it", async () => {
    const [good, bad] = [host.url("mixed.example", "/good.mp3"), host.url("mixed.example", "/bad.mp3")];
    const { publisherId, feedId } = await checks.publish("Mixed", [good, bad]);
    host.setFault("mixed.example/bad.mp3", { kind: "status", status: 404 });
    for (const delayMs of [0, 10_000, 30_000]) {
      expect(await checks.incidents()).toEqual([]);
      checks.pass(delayMs);
      await checks.probeDue();
    }
    expect(await checks.mediaAt(good)).toMatchObject({ verdict: "healthy" });
    expect(await checks.incidents()).toMatchObject([
      { kind: "feed", key: expect.stringContaining(String(feedId)), codes: ["http.not-found"] },
    ]);
    expect(await checks.noticesTo(publisherId)).toMatchObject([
      { type: "incident.opened", payload: { affected: { episodes: 1, samples: [{ url: bad }] } } },
    ]);
    host.clearFaults();
    for (let looks = 0; looks < 3; looks++) {
      checks.pass(minuteMs);
      await checks.probeDue();
    }
    expect((await checks.noticesTo(publisherId)).map(({ type }) => type)).toEqual([
      "incident.opened",
      "incident.resolved",
    ]);
  });
});

test("a fault of the host is for host checks to judge: it wakes the host and leaves the media's health alone", async () => {
  const url = host.url("down.example", "/1.mp3");
  await checks.publish("Down", [url]);
  await checks.checkDue();
  const { id: hostId } = await checks.hostOf("down.example");
  expect((await checks.dueAt("host", hostId))?.getTime()).toBeGreaterThan(checks.clock().getTime());
  host.setFault("down.example", { kind: "connection-reset" });
  for (let looks = 0; looks < 4; looks++) {
    await checks.probeDue();
    const media = await checks.mediaAt(url);
    expect(media).toMatchObject({ verdict: "unreachable", health: {} });
    expect((await checks.dueAt("host", hostId))?.getTime()).toBeLessThanOrEqual(checks.clock().getTime());
    checks.pass(5 * minuteMs);
  }
  expect(await checks.incidents()).toEqual([]);
});

describe("a URL that gets no slot at a later host", () => {
  test("goes back to the store unjudged, is tried again later, and holds up no other", async () => {
    const [far, near] = [host.url("prefix.example", "/far.mp3"), host.url("near.example", "/near.mp3")];
    host.setRoute("prefix.example", "/far.mp3", {
      kind: "redirect",
      to: host.url("busy.example", "/far.mp3"),
    });
    await checks.publish("Deferred", [far, near]);
    const gate: HostGate = {
      ...openGate,
      enter: async ({ hostname }) => (hostname === "busy.example" ? null : () => {}),
    };
    const asked = host.requests.count({ hostname: "busy.example" });
    expect(await checks.probeDue({ gate })).toHaveLength(2);
    expect(await checks.mediaAt(near)).toMatchObject({ verdict: "healthy" });
    const deferred = await checks.mediaAt(far);
    expect(deferred).toMatchObject({ verdict: null, probed_at: null });
    expect(host.requests.count({ hostname: "busy.example" })).toBe(asked);
    expect(await checks.dueAt("media", deferred.id)).toEqual(new Date(checks.clock().getTime() + 10_000));
    checks.pass(10_000);
    expect(await checks.probeDue()).toEqual([deferred.id]);
    expect(await checks.mediaAt(far)).toMatchObject({ verdict: "healthy" });
  });
});

describe("a claim that has ended", () => {
  test("before the work starts lets nothing be asked", async () => {
    await checks.publish("Lapsed", [host.url("lapsed.example", "/1.mp3")]);
    const stopped = await checks.claim("media");
    checks.pass(2 * minuteMs);
    await checks.claim("media");
    const asked = host.requests.count();
    const claimed = { claimId: stopped.claimId, mediaIds: stopped.ids };
    await probeEnclosures({ ...checks.deps, gate: openGate }, claimed);
    expect(host.requests.count()).toBe(asked);
    expect(await probes()).toHaveLength(0);
  });

  test.each([
    ["sound", null],
    ["bad", 404],
  ])("under a probe lets its %s outcome not be recorded", async (_, status) => {
    const url = host.url("stopped.example", "/1.mp3");
    await checks.publish("Stopped", [url]);
    const { probeAdmitted } = checks.deps.prober;
    const prober: typeof checks.deps.prober = {
      ...checks.deps.prober,
      async probeAdmitted(target, admit) {
        const outcome = await probeAdmitted(target, admit);
        // The process was stopped here for longer than its lease, and another took over.
        checks.pass(2 * minuteMs);
        await checks.claim("media");
        return outcome;
      },
    };
    if (status !== null) host.setFault("stopped.example/1.mp3", { kind: "status", status });
    await checks.probeDue({ prober });
    expect(await checks.mediaAt(url)).toMatchObject({ verdict: null, health: {} });
    expect(await probes()).toHaveLength(0);
  });
});
