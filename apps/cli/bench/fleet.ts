import { parseArgs } from "node:util";
import { seedFleet } from "@earshot/test-servers";
import { canPin, stayOnCore } from "./_machine.ts";
import { runBlackbox, runRawLoop } from "./_peers.ts";
import { type Measured, type PipelineRun, runPipeline } from "./_run-pipeline.ts";
import { openStage } from "./_stage.ts";

/**
 * `pnpm bench fleet [--media 30000] [--feeds 10000] [--only media|two|feeds] [--statements]` measures the whole
 * pipeline: media (or feeds) are made due, claimed, queued, probed over pooled TLS, judged, stored, and have their next
 * due time. nginx, PostgreSQL, Redis and the planner are on core 1, what is measured on core 0. Beside rates it prints
 * processor time for each probe, which a busy machine distorts less. `--statements` shows what PostgreSQL's time went to.
 */
const { values: options } = parseArgs({
  options: {
    media: { type: "string", default: "30000" },
    feeds: { type: "string", default: "10000" },
    only: { type: "string", default: "" },
    statements: { type: "boolean", default: false },
  },
});
const feeds = Math.max(Number(options.feeds), Math.ceil(Number(options.media) / 3));
const media = Math.min(Number(options.media), feeds * 3);
const hosts = Array.from({ length: 50 }, (_, n) => ({ hostname: `h${n}.cdn.test`, share: 0.02 }));
const peerMs = 3_000;

const print = (line: string) => process.stdout.write(`${line}\n`);
const rate = ({ operations, wallMs }: Measured) => (operations * 1_000) / wallMs;
const cpuUs = ({ operations, cpuMs }: Measured) => (cpuMs * 1_000) / operations;
const wants = (part: string) => options.only === "" || options.only === part;

function show(name: string, run: Measured | PipelineRun): void {
  print(
    `${name.padEnd(34)} ${`${rate(run).toFixed(0)} /s`.padStart(9)} ${cpuUs(run).toFixed(0).padStart(6)} µs CPU each`,
  );
  if (!("others" in run)) return;
  const perOperation = (ms: number) => `${((ms * 1_000) / run.operations).toFixed(0)} µs`;
  print(
    `  CPU: ${Object.entries(run.others)
      .map(([name, ms]) => `${name} ${perOperation(ms)}`)
      .join(", ")}`,
  );
  const memory = Object.entries(run.memory).map(
    ([name, [from, to]]) => `${name} ${from.toFixed(0)} → ${to.toFixed(0)} MB`,
  );
  print(`  memory: ${memory.join(", ")}`);
}

/** By rate and by processor time: a ratio of 1 is as fast as `other`. */
function compare(name: string, [ours, other]: readonly [Measured, Measured], least: number): void {
  const [byRate, byCpu] = [rate(ours) / rate(other), cpuUs(other) / cpuUs(ours)];
  const verdict = byRate >= least ? "met" : byCpu >= least ? "met by CPU" : "missed";
  print(`  ${name}: ${byRate.toFixed(2)} by rate, ${byCpu.toFixed(2)} by CPU; at least ${least}: ${verdict}`);
}

stayOnCore(1);
const stage = await openStage();
try {
  await seedFleet(stage.databaseUrl, {
    feeds,
    enclosuresPerFeed: 3,
    hosts,
    feedsPerPublisher: 10,
    now: new Date(),
    mediaPath: "/audio/%1$s/%2$s.mp3",
    feedPath: "/feed/%1$s.xml",
    feedHost: "feeds.cdn.test",
    seen: true,
    dueWithinMs: { feed: null, newest: null, catalogue: null, host: null },
  });
  print(canPin ? "what is measured: core 0; everything else: core 1" : "nothing is pinned (no taskset)");
  if (wants("media")) await measureMedia();
  if (wants("two")) await measureTwo();
  if (wants("feeds")) await measureFeeds();
} finally {
  await stage.close();
}

async function measureMedia(): Promise<void> {
  const blackbox = await runBlackbox(stage, peerMs);
  if (blackbox === null) print("blackbox_exporter is not installed (Debian: prometheus-blackbox-exporter)");
  else show("blackbox_exporter http", blackbox);
  for (const engine of ["redis", "postgres"] as const) {
    const before = await runRawLoop(stage, peerMs);
    await stage.resetStatements();
    const run = await runPipeline(stage, { engine, kind: "media", checkerCores: [0], total: media });
    if (options.statements) console.table(await stage.statements());
    const after = await runRawLoop(stage, peerMs);
    const raw = add(before, after);
    show("undici request, pooled", raw);
    show(`checker, ${engine}`, run);
    compare("checker / undici request", [run, raw], 0.3);
    if (blackbox !== null) compare("checker / blackbox_exporter", [run, blackbox], 5);
  }
}

/** Each checker runs for a quarter of the time, so that the servers could serve four; both are on core 0. */
async function measureTwo(): Promise<void> {
  const plan = { engine: "redis", kind: "media", total: media, dutyShare: 0.25 } as const;
  const one = await runPipeline(stage, { ...plan, total: Math.round(media / 2), checkerCores: [0] });
  const two = await runPipeline(stage, { ...plan, checkerCores: [0, 0] });
  show("one checker, a quarter of the time", one);
  show("two checkers, a quarter each", two);
  print(
    `  two / one: ${(rate(two) / rate(one)).toFixed(2)} by rate, ${((2 * cpuUs(one)) / cpuUs(two)).toFixed(2)} by CPU; at least 1.8`,
  );
}

async function measureFeeds(): Promise<void> {
  for (const engine of ["redis", "postgres"] as const) {
    await stage.resetStatements();
    const run = await runPipeline(stage, { engine, kind: "feed", checkerCores: [], total: feeds });
    if (options.statements) console.table(await stage.statements());
    show(`crawler, 304, ${engine}`, run);
    print(`  ${(1_000_000 / cpuUs(run)).toFixed(0)} feeds for each second of processor time; at least 1000`);
  }
}

function add(one: Measured, other: Measured): Measured {
  return {
    operations: one.operations + other.operations,
    wallMs: one.wallMs + other.wallMs,
    cpuMs: one.cpuMs + other.cpuMs,
  };
}
