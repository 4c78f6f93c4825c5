import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { generateFeed } from "./_generate-feed.ts";
import { contenders, type Found } from "./_parsers.ts";

/** One measurement, as a child process prints it. */
interface Measurement extends Found {
  readonly ms: number;
  /** Processor time of one parse, garbage collection included: steadier than the clock on a machine that is shared. */
  readonly cpuMs: number;
  readonly growthMb: number;
  readonly blockMs: number;
}

const generated = [
  { name: "1.7 MB", items: 300, rounds: 61 },
  { name: "17 MB", items: 3_000, rounds: 9 },
  { name: "115 MB", items: 20_000, rounds: 1 },
];

/** Rounds for a real feed: a crawler parses thousands in one process, so the median is to be one of a warm parser. */
const realRounds = 61;

/** Parses one file and prints what it took. A warm-up parse in the same process would hide what a crawler pays. */
async function measure(name: string, path: string, rounds: number): Promise<void> {
  const parse = await contenders[name]?.();
  if (parse === undefined) throw new Error(`no contender is called ${name}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = process.memoryUsage.rss();
  const times: number[] = [];
  let found: Found = { items: 0, urlChars: 0 };
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  // The histogram counts from its second tick on.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const cpuTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    found = await parse(path);
    times.push(performance.now() - started);
    const { user, system } = process.cpuUsage(cpu);
    cpuTimes.push((user + system) / 1000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  delays.disable();
  const median = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const [ms, cpuMs] = [median(times), median(cpuTimes)];
  const growthMb = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
  process.stdout.write(
    JSON.stringify({ ...found, ms, cpuMs, growthMb, blockMs: delays.max / 1e6 } satisfies Measurement),
  );
}

/** Runs one contender in a process of its own, so that its memory is its own. */
function measureApart(name: string, path: string, rounds: number): Measurement | null {
  const run = spawnSync(
    process.execPath,
    ["--max-old-space-size=4096", import.meta.filename, "--measure", name, path, String(rounds)],
    {
      encoding: "utf8",
      maxBuffer: 1e8,
    },
  );
  // Some parsers print remarks of their own before it.
  const last = run.stdout.trimEnd().split("\n").at(-1) ?? "";
  return run.status === 0 ? JSON.parse(last) : null;
}

function report(title: string, path: string, rounds: number): void {
  const megabytes = statSync(path).size / 1e6;
  process.stdout.write(`\n${title} (${megabytes.toFixed(1)} MB), median of ${rounds}\n`);
  process.stdout.write("parser              MB/s  cpu ms   ratio  growth MB  longest block ms   items\n");
  const measured = Object.keys(contenders).map((name) => ({
    name,
    result: measureApart(name, path, rounds),
  }));
  const ours = measured[0]?.result;
  for (const { name, result } of measured) {
    if (result === null || ours == null) {
      process.stdout.write(`${name.padEnd(18)} failed\n`);
      continue;
    }
    const columns = [
      name.padEnd(18),
      (megabytes / (result.ms / 1000)).toFixed(1).padStart(6),
      result.cpuMs.toFixed(0).padStart(7),
      (result.cpuMs / ours.cpuMs).toFixed(2).padStart(7),
      result.growthMb.toFixed(0).padStart(10),
      result.blockMs.toFixed(0).padStart(17),
      String(result.items).padStart(7) + (result.urlChars === ours.urlChars ? "" : " (differs)"),
    ];
    process.stdout.write(`${columns.join(" ")}\n`);
  }
}

function main(folder: string | undefined): void {
  const workplace = mkdtempSync(join(tmpdir(), "earshot-bench-"));
  try {
    process.stdout.write(
      "Ratio: how many times the processor time of earshot. Each parser in a process of its own; the 115 MB are parsed once, cold.\n",
    );
    for (const { name, items, rounds } of generated) {
      const path = join(workplace, `${items}.xml`);
      generateFeed(path, items);
      report(`generated ${name}`, path, rounds);
    }
    for (const file of folder === undefined ? [] : readdirSync(folder).sort()) {
      if (/\.(?:xml|rss|atom)$/.test(file)) report(file, join(folder ?? "", file), realRounds);
    }
  } finally {
    rmSync(workplace, { recursive: true, force: true });
  }
}

const [first, name, path, rounds] = process.argv.slice(2);
if (first === "--measure") await measure(name ?? "", path ?? "", Number(rounds));
else main(first);
