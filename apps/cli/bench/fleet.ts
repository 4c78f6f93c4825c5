import { parseArgs } from "node:util";
import { seedFleet } from "@earshot/test-servers";
import { canPin, stayOnCore } from "./_machine.ts";
import { runBlackbox, runRawLoop } from "./_peers.ts";
import { type Measured, type PipelineRun, runPipeline } from "./_run-pipeline.ts";
import { openStage } from "./_stage.ts";

/**
 * `pnpm bench fleet [--media 30000] [--feeds 10000] [--only media|two|feeds] [--engine redis|postgres] [--statements]
 * [--profile DIRECTORY]` measures the whole pipeline: media (or feeds) are made due, claimed, queued, probed over pooled
 * TLS, judged, stored, and have their next due time. nginx, PostgreSQL, Redis and the planner are on core 1, what is
 * measured on core 0. Beside rates it prints processor time for each probe, which a busy machine distorts less, and for
 * how much of the time what is measured ran or waited for its core: when always, the core is the limit.
 * `--statements` shows what PostgreSQL's time went to, `--profile` writes V8's profile of what is measured.
 *
 * What a probe is held against is the transport alone: undici's `request` for the same ranges of the same URLs at the
 * same hosts, as many at once as a checker has in hand, in pools of as many connections to each host as share them out,
 * which is where undici needs least: with 8, with 64 and without a bound it opens more of them and needs more. A loop over
 * one URL of one host, whose 64 connections are never idle and whose every string is known, is shown beside it: no
 * monitor has such work.
 */
const { values: options } = parseArgs({
  options: {
    media: { type: "string", default: "30000" },
    feeds: { type: "string", default: "10000" },
    only: { type: "string", default: "" },
    engine: { type: "string", default: "" },
    profile: { type: "string" },
    statements: { type: "boolean", default: false },
  },
});
// Three media each, so that all hosts have their share of whatever number is asked for.
const feeds = Math.max(
  options.only === "" || options.only === "feeds" ? Number(options.feeds) : 0,
  Math.ceil(Number(options.media) / 3),
);
const media = Math.min(Number(options.media), feeds * 3);
const engines = (["redis", "postgres"] as const).filter(
  (one) => options.engine === "" || options.engine === one,
);
const hosts = Array.from({ length: 50 }, (_, n) => ({ hostname: `h${n}.cdn.test`, share: 0.02 }));
const profile = options.profile ?? null;
const peerMs = 3_000;
/** As many as a checker probes at once: eight jobs of the sweep, 25 URLs of each. */
const probesAtOnce = 200;

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
  print(`  ran or waited for its core ${((100 * run.readyMs) / run.wallMs).toFixed(0)} % of the time`);
}

/** By rate and by processor time: a ratio of 1 is as fast as `other`. */
function compare(name: string, [ours, other]: readonly [Measured, Measured], least: number | null): void {
  const [byRate, byCpu] = [rate(ours) / rate(other), cpuUs(other) / cpuUs(ours)];
  const found = `  ${name}: ${byRate.toFixed(2)} by rate, ${byCpu.toFixed(2)} by CPU`;
  if (least === null) {
    print(found);
    return;
  }
  const verdict = byRate >= least ? "met" : byCpu >= least ? "met by CPU" : "missed";
  print(`${found}; at least ${least}: ${verdict}`);
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
    feedHost: null,
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
  const urls = await readUrls();
  const blackbox = await runBlackbox(stage, { urls, forMs: peerMs });
  if (blackbox === null) print("blackbox_exporter is not installed (Debian: prometheus-blackbox-exporter)");
  else show("blackbox_exporter http", blackbox);
  const same = { urls, atOnce: probesAtOnce, perHost: probesAtOnce / hosts.length, forMs: peerMs };
  const one = { urls: urls.slice(0, 1), atOnce: 64, perHost: 64, forMs: peerMs };
  for (const engine of engines) {
    const before = [await runRawLoop(stage, same), await runRawLoop(stage, one)] as const;
    await stage.resetStatements();
    const run = await runPipeline(stage, { engine, kind: "media", checkerCores: [0], total: media, profile });
    if (options.statements) console.table(await stage.statements());
    const rawSame = add(before[0], await runRawLoop(stage, same));
    const rawOne = add(before[1], await runRawLoop(stage, one));
    show(`undici request, ${urls.length} URLs`, rawSame);
    show("undici request, one URL", rawOne);
    show(`checker, ${engine}`, run);
    compare("checker / undici request, same URLs", [run, rawSame], 0.3);
    compare("checker / undici request, one URL", [run, rawOne], null);
    if (blackbox !== null) compare("checker / blackbox_exporter", [run, blackbox], 5);
  }
}

/** The URLs that are made due, in the order of that. */
async function readUrls(): Promise<readonly string[]> {
  const rows = await stage.query("SELECT url FROM media WHERE id <= $1 ORDER BY hashint8(id) & 65535 DESC", [
    media,
  ]);
  return rows.map(({ url }) => String(url));
}

/**
 * Two checkers against one. Each runs for a quarter of the time, so that the servers on the other core could serve four;
 * both are on core 0, and never at the same moment. One alone is measured before and after. The shares of the cores tell
 * whether the figure is to be believed: a checker that did not get its quarter, or servers that were busy throughout, make
 * it one of something else.
 */
async function measureTwo(): Promise<void> {
  const plan = { kind: "media", dutyShare: 0.25, profile } as const;
  for (const engine of engines) {
    const alone = { ...plan, engine, total: Math.round(media / 2), checkerCores: [0] };
    const before = await runPipeline(stage, alone);
    const two = await runPipeline(stage, { ...plan, engine, total: media, checkerCores: [0, 0] });
    const after = await runPipeline(stage, alone);
    const one = add(before, after);
    show(`one checker, a quarter, ${engine}`, one);
    for (const run of [before, after]) showShares(run);
    show(`two checkers, a quarter each, ${engine}`, two);
    showShares(two);
    const byCpu = (2 * cpuUs(one)) / cpuUs(two);
    print(
      `  two / one: ${(rate(two) / rate(one)).toFixed(2)} by rate, ${byCpu.toFixed(2)} by CPU; at least 1.8`,
    );
  }
}

/** How much of its core each checker had, and how much of theirs all others. */
function showShares({ others, wallMs }: PipelineRun): void {
  const share = (ms: number) => `${((100 * ms) / wallMs).toFixed(0)} %`;
  const [checkers, rest] = [[] as number[], [] as number[]];
  for (const [name, ms] of Object.entries(others)) (name.startsWith("checker") ? checkers : rest).push(ms);
  const sum = rest.reduce((total, ms) => total + ms, 0);
  print(`  of their cores: checkers ${checkers.map(share).join(" and ")}, everything else ${share(sum)}`);
}

async function measureFeeds(): Promise<void> {
  for (const engine of engines) {
    await stage.resetStatements();
    const run = await runPipeline(stage, { engine, kind: "feed", checkerCores: [], total: feeds, profile });
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
