import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { buildOwnLoops, type Loop, type Round } from "./_loops.ts";
import { startBenchServer } from "./_server.ts";
import { buildToolLoops } from "./_tools.ts";

/**
 * `pnpm bench probe [--round-ms 1000] [--rounds 9] [--only TEXT] [--own]` measures the prober against raw loops of the
 * same transport and against other tools (not with `--own`), interleaved round by round, the client on one core and
 * the server on another. Beside rates it prints processor time per operation, which a busy machine distorts less.
 */
const { values: options } = parseArgs({
  options: {
    "round-ms": { type: "string", default: "1000" },
    rounds: { type: "string", default: "9" },
    only: { type: "string", default: "" },
    own: { type: "boolean", default: false },
  },
});
const canPin = spawnSync("taskset", ["-acp", "0", String(process.pid)]).status === 0;
const pinnedTo = (core: number) => (canPin ? ["taskset", "-c", String(core)] : []);
const server = await startBenchServer(pinnedTo(1));
const own = buildOwnLoops(server);
const tools = options.own
  ? { loops: {}, missing: [], close: async () => undefined }
  : await buildToolLoops(server, pinnedTo(0));

const all: [string, Loop][] = Object.entries({ ...own.loops, ...tools.loops });
const chosen = all.filter(([name]) => name.includes(options.only));
const rounds = new Map<string, Round[]>(chosen.map(([name]) => [name, []]));
const warmUpRounds = 2;
for (let round = -warmUpRounds; round < Number(options.rounds); round += 1) {
  for (const [name, loop] of chosen) {
    const done = await loop(Number(options["round-ms"]));
    if (round >= 0) rounds.get(name)?.push(done);
  }
}

const rate = ({ operations, wallMs }: Round) => (operations * 1_000) / wallMs;
const cpuUs = ({ operations, cpuMs }: Round) => (cpuMs * 1_000) / operations;
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
const print = (line: string) => process.stdout.write(`${line}\n`);

print(`server: ${server.name}, ${canPin ? "on core 1; clients on core 0" : "nothing pinned (no taskset)"}`);
for (const line of tools.missing) print(line);
print(`\n${"medians".padEnd(32)} ${"rate".padStart(9)} ${"CPU each".padStart(10)}`);
for (const [name, done] of rounds) {
  const each = `${median(done.map(cpuUs)).toFixed(0)} µs`;
  print(`${name.padEnd(32)} ${`${median(done.map(rate)).toFixed(0)} /s`.padStart(9)} ${each.padStart(10)}`);
}

/** Ours, what it is held against, and the least ratio that is good enough, if there is one. */
const pairs: readonly (readonly [ours: string, other: string, target?: number])[] = [
  ["probe, pooled", "undici request, pooled", 0.6],
  ["probe, three hops", "undici request, three hops", 0.8],
  ["host check", "tls.connect", 0.75],
  ["probe, pooled", "curl --parallel, pooled"],
  ["probe, three hops", "curl --parallel -L, three hops"],
  ["probe, fresh", "curl --parallel, fresh"],
  ["probe, fresh", "blackbox_exporter http, fresh"],
  ["host check", "blackbox_exporter tcp+tls"],
];
print(`\n${"ratios, medians over rounds".padEnd(52)} ${"by rate".padStart(8)} ${"by CPU".padStart(7)}`);
for (const [ours, other, target] of pairs) {
  const [mine = [], theirs = []] = [rounds.get(ours), rounds.get(other)];
  if (mine.length === 0 || theirs.length === 0) continue;
  const ratioOf = (measure: (round: Round) => number) =>
    median(mine.map((one, index) => measure(one) / measure(theirs[index] ?? one)));
  const [byRate, byCpu] = [ratioOf(rate), 1 / ratioOf(cpuUs)];
  const wanted = target === undefined ? "" : `   at least ${target}: ${byCpu >= target ? "met" : "missed"}`;
  print(
    `${`${ours} / ${other}`.padEnd(52)} ${byRate.toFixed(2).padStart(8)} ${byCpu.toFixed(2).padStart(7)}${wanted}`,
  );
}
await tools.close();
await own.close();
await server.close();
