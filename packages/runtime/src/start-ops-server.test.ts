import { createServer } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { checkReady } from "./check-ready.ts";
import { createMetrics } from "./create-metrics.ts";
import { describeListenError } from "./describe-listen-error.ts";
import { openScope } from "./open-scope.ts";
import { StartError } from "./start-error.ts";
import { startOpsServer } from "./start-ops-server.ts";

let scope = openScope();
afterEach(async () => {
  await scope.close();
  scope = openScope();
});

async function start(checks: Parameters<typeof checkReady>[0] = {}, alive = () => true) {
  const metrics = createMetrics({ withProcess: false });
  const ready = () => checkReady(checks, 50);
  const server = await scope.open(
    "ops",
    startOpsServer({ host: "127.0.0.1", port: 0, metrics, ready, alive }),
  );
  return { server, metrics };
}

describe("startOpsServer", () => {
  it("tells that it is alive, ready, and its metrics", async () => {
    const { server, metrics } = await start({ store: async () => 1 });
    metrics
      .counter({ name: "earshot_probes_total", help: "Probes.", labelNames: ["verdict"] })
      .inc({ verdict: "healthy" });
    const health = await fetch(`${server.url}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);
    const ready = await fetch(`${server.url}/readyz?verbose`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { store: "ok" } }]);
    const text = await fetch(`${server.url}/metrics`);
    expect(text.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await text.text()).toContain('earshot_probes_total{verdict="healthy"} 1');
  });

  it("answers 503 with every failed check, a hung one included", async () => {
    const checks = {
      store: () => Promise.reject(new Error("connection refused")),
      queue: () => new Promise(() => {}),
      disk: () => 1,
    };
    const { server } = await start(checks, () => false);
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      ready: false,
      checks: { store: "connection refused", queue: "did not answer in time", disk: "ok" },
    });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(503);
  });

  it("knows no other path and no other method", async () => {
    const { server } = await start();
    expect((await fetch(`${server.url}/constructor`)).status).toBe(404);
    expect((await fetch(`${server.url}/healthz`, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${server.url}/healthz`, { method: "HEAD" })).status).toBe(200);
  });

  it("says in a sentence that its port is taken", async () => {
    const { server, metrics } = await start();
    const second = startOpsServer({
      host: "127.0.0.1",
      port: server.port,
      metrics,
      ready: () => checkReady({}),
      alive: () => true,
    });
    await expect(second).rejects.toThrow(StartError);
    await expect(second).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${server.port}: another program already does.`,
    );
  });
});

describe("describeListenError", () => {
  it("names an address that is not ours", async () => {
    const error = await new Promise((resolve) => {
      const server = createServer();
      server.on("error", resolve).listen(0, "192.0.2.1", () => server.close());
    });
    expect(describeListenError(error, { host: "192.0.2.1", port: 80 })).toMatch(
      /this machine has no such address/,
    );
  });

  it.each([
    ["EACCES", /Set PORT to 1024 or above/],
    ["ENOTFOUND", /that name has no address/],
  ])("has a sentence for %s", (code, expected) => {
    expect(describeListenError(Object.assign(new Error(code), { code }), { host: "::", port: 80 })).toMatch(
      expected,
    );
  });

  it("leaves other errors alone", () => {
    expect(describeListenError(new Error("a bug"), { host: "::", port: 80 })).toBeUndefined();
  });
});

describe("createMetrics", () => {
  it("gives the same metric for the same name, and refuses another type or a strange name", async () => {
    const metrics = createMetrics({ withProcess: true });
    const first = metrics.gauge({
      name: "earshot_queue_jobs",
      help: "Jobs.",
      labelNames: ["queue", "state"],
    });
    expect(metrics.gauge({ name: "earshot_queue_jobs", help: "Jobs." })).toBe(first);
    expect(() => metrics.counter({ name: "earshot_queue_jobs", help: "Jobs." })).toThrow(/of another type/);
    expect(() => metrics.counter({ name: "jobs", help: "Jobs." })).toThrow(/must be named earshot_/);
    expect(await metrics.text()).toContain("process_cpu_seconds_total");
  });
});
