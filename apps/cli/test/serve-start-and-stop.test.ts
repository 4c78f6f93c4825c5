import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openApiClient } from "../src/api-client.ts";
import { enrolUnderLoad, untilInMidSweep } from "./support/enrol-under-load.ts";
import { openStage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { runEarshot } from "./support/run-earshot.ts";
import { startServe } from "./support/start-monitor.ts";

const timeout = 120_000;

test.concurrent("a data directory already in use is named: exit 2, and the first serve is none the worse", {
  timeout,
}, async (context) => {
  const stage = await openStage(openTestScope(context), { queue: "postgres", databaseUrl: null });
  const monitor = await stage.scope.open("monitor", startServe(stage.env));
  const second = await runEarshot(["serve"], { env: { ...stage.env, PORT: "0" } });
  expect(second).toMatchObject({ code: 2, stdout: "" });
  expect(second.stderr).toContain(stage.env["EARSHOT_DATA_DIR"]);
  expect(second.stderr).toMatch(/in use|already/);
  expect(second.stderr).not.toMatch(/\n\s+at /);
  expect((await fetch(`${monitor.apiUrl}/readyz`)).status).toBe(200);
});

test.concurrent("one signal stops serve in mid-sweep within its deadline: exit 0", {
  timeout,
}, async (context) => {
  const env = { EARSHOT_HOST_CONCURRENCY: "8" };
  const stage = await openStage(openTestScope(context), { queue: "postgres", env });
  const monitor = await startServe(stage.env);
  const publisher = await enrolUnderLoad(stage, monitor, "Harbour Audio");
  await untilInMidSweep(stage, publisher);
  expect(await monitor.process("serve").stop()).toEqual({ code: 0, signal: null });
});

test.concurrent("a second signal stops serve at once, whatever is in hand: exit 143", {
  timeout,
}, async (context) => {
  const stage = await openStage(openTestScope(context), { queue: "postgres" });
  const monitor = await startServe(stage.env);
  const serve = monitor.process("serve");
  const publisher = await enrolUnderLoad(stage, monitor, "Harbour Audio");
  // Nothing ends by itself from here on, so that there is something to cut short.
  stage.host.setFault(publisher.slowHostname, { kind: "hang" });
  await stage.host.requests.next({ hostname: publisher.slowHostname }, timeout);
  serve.signal("SIGTERM");
  await serve.untilLine(/is stopping/);
  serve.signal("SIGTERM");
  expect(await serve.ended).toEqual({ code: 143, signal: null });
  expect(serve.lines.at(-1)).toMatch(/second signal, stopping at once/);
});

test.concurrent("data and keys survive a restart; the first account's key is kept where only its owner may read it", {
  timeout,
}, async (context) => {
  const stage = await openStage(openTestScope(context), { queue: "postgres", databaseUrl: null });
  const { EARSHOT_BOOTSTRAP_KEY: _, EARSHOT_SECRET_KEY: __, ...env } = stage.env;
  const monitor = await stage.scope.open("monitor", startServe(env));
  const keyFile = join(stage.env["EARSHOT_DATA_DIR"] ?? "", "bootstrap-key");
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  const client = openApiClient(monitor.apiUrl, (await readFile(keyFile, "utf8")).trim());
  const show = stage.host.addShow({ hostname: "feeds.example", title: "Low Tide" });
  const { id } = await client.post("/v1/feeds", { url: show.feedUrl });

  expect(await monitor.process("serve").stop()).toEqual({ code: 0, signal: null });
  await monitor.start("serve");
  const { items } = await client.get("/v1/feeds");
  expect(items).toEqual([expect.objectContaining({ id, url: show.feedUrl })]);
});
