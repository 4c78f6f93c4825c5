import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { openStage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { startServe } from "./support/start-monitor.ts";

const docs = new URL("../../../docs/", import.meta.url);
const rulesFile = new URL("prometheus/earshot-rules.yml", docs).pathname;
const rulesTest = new URL("prometheus/earshot-rules.test.yml", docs).pathname;

const hasPromtool = spawnSync("promtool", ["--version"]).error === undefined;

function promtool(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync("promtool", args, { input, encoding: "utf8" });
  return { status, output: `${stdout}${stderr}` };
}

/** Names of ours, and of Node's and the process's, as expressions mention them. */
function namesIn(text: string): readonly string[] {
  const names = text.match(/\b(earshot|process|nodejs)_[a-z0-9_]+/g) ?? [];
  return [...new Set(names)].map((name) => name.replace(/_(bucket|count|sum)$/, ""));
}

test("every metric of every service is named as Prometheus wants it, told by few labels, and known to rules and dashboard", {
  timeout: 120_000,
}, async (context) => {
  const stage = await openStage(openTestScope(context), { queue: "postgres" });
  const monitor = await stage.scope.open("monitor", startServe(stage.env));
  const text = await (await fetch(`${monitor.apiUrl}/metrics`)).text();
  if (hasPromtool) expect(promtool(["check", "metrics"], text)).toEqual({ status: 0, output: "" });

  const known = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
  expect([...known]).toEqual(
    expect.arrayContaining([
      "earshot_probes_total",
      "earshot_probe_duration_seconds",
      "earshot_certificate_not_after_timestamp_seconds",
      "earshot_queue_jobs",
      "earshot_queue_oldest_job_age_seconds",
      "earshot_coverage_check_age_seconds",
      "earshot_crawls_total",
      "earshot_host_checks_total",
      "earshot_delivery_attempts_total",
      "earshot_incidents_open",
    ]),
  );
  for (const file of ["prometheus/earshot-rules.yml", "grafana/earshot.json"]) {
    const mentioned = namesIn(await readFile(new URL(file, docs), "utf8"));
    expect(mentioned.length).toBeGreaterThan(5);
    expect(mentioned.filter((name) => !known.has(name))).toEqual([]);
  }

  for (const line of text.split("\n").filter((one) => one.startsWith("earshot_"))) {
    expect(line).not.toMatch(/https?:|[0-9a-f]{8}-[0-9a-f]{4}-/);
  }
  const series = Map.groupBy(text.match(/^earshot_\w+/gm) ?? [], (name) => name);
  for (const [name, lines] of series) expect([name, lines.length < 500]).toEqual([name, true]);
});

describe.skipIf(!hasPromtool)("the alert rules", () => {
  test("are valid, and each fires where it must and is quiet where nothing is wrong", async () => {
    expect(promtool(["check", "rules", rulesFile])).toMatchObject({ status: 0 });
    expect(promtool(["test", "rules", rulesTest])).toMatchObject({ status: 0 });
    const rules = await readFile(rulesFile, "utf8");
    const tests = await readFile(rulesTest, "utf8");
    for (const [, alert] of rules.matchAll(/- alert: (\w+)/g)) {
      expect(tests).toContain(`- name: ${alert} fires\n`);
      expect(tests).toContain(`- name: ${alert} is quiet\n`);
    }
  });
});
