import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { generateFeed } from "./_generate-feed.ts";
import { contenders, type Found } from "./_parsers.ts";

/** One measurement, as a child process prints it. */
interface Measurement extends Found {
  /** Processor time of the first parse of the process, compilation and garbage collection in all threads included. */
  readonly coldMs: number;
  /** The same of a parse in a process that has parsed for a while. */
  readonly warmMs: number;
  /** Time of the first parse by the clock. */
  readonly clockMs: number;
  readonly growthMb: number;
  readonly blockMs: number;
}

const generated = [
  { name: "1.7 MB", items: 300 },
  { name: "17 MB", items: 3_000 },
  { name: "115 MB", items: 20_000 },
];

/** Processor time after which a process counts as warm, and that is then measured, at the least. */
const warmUpMs = 3_000;
const measuredMs = 1_000;
/** A feed that takes longer warms its process up by itself. */
const longMs = 1_000;

/** Milliseconds of processor time that this process has used. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Parses one file again and again and prints what it took. */
async function measure(name: string, path: string): Promise<void> {
  const parse = await contenders[name]?.();
  if (parse === undefined) throw new Error(`no contender is called ${name}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = process.memoryUsage.rss();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  // The histogram counts from its second tick on.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [cpu, started] = [cpuMs(), performance.now()];
  const found = await parse(path);
  const [coldMs, clockMs] = [cpuMs() - cpu, performance.now() - started];
  await new Promise((resolve) => setTimeout(resolve, 5));
  delays.disable();
  const growthMb = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
  const blockMs = delays.max / 1e6;
  const warmMs = coldMs > longMs ? coldMs : await measureWarm(() => parse(path));
  const measurement: Measurement = { ...found, coldMs, warmMs, clockMs, growthMb, blockMs };
  process.stdout.write(JSON.stringify(measurement));
}

/** Mean processor time of a parse, once the engine has optimized what it will. */
async function measureWarm(parse: () => Promise<unknown>): Promise<number> {
  const began = cpuMs();
  while (cpuMs() - began < warmUpMs) await parse();
  const from = cpuMs();
  let parses = 0;
  for (; cpuMs() - from < measuredMs; parses++) await parse();
  return (cpuMs() - from) / parses;
}

/** Runs one contender in a process of its own, so that its memory is its own. */
function measureApart(name: string, path: string): Measurement | null {
  const run = spawnSync(
    process.execPath,
    ["--max-old-space-size=4096", import.meta.filename, "--measure", name, path],
    { encoding: "utf8", maxBuffer: 1e8 },
  );
  // Some parsers print remarks of their own before it.
  const last = run.stdout.trimEnd().split("\n").at(-1) ?? "";
  return run.status === 0 ? JSON.parse(last) : null;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Measures all contenders in turn, several times, and prints the median of each; ratios are of the same round. */
function report(title: string, path: string, { names, rounds }: Choice): void {
  const megabytes = statSync(path).size / 1e6;
  process.stdout.write(`\n${title} (${megabytes.toFixed(1)} MB)\n`);
  process.stdout.write(
    "parser              warm ms   ratio  cold ms   ratio  cold MB/s  growth MB  longest block ms   items\n",
  );
  const measured = Array.from({ length: rounds }, () => names.map((name) => measureApart(name, path)));
  for (const [index, name] of names.entries()) {
    const pairs = measured.flatMap((round) => {
      const [ours, theirs] = [round[0], round[index]];
      return ours == null || theirs == null ? [] : [{ ours, theirs }];
    });
    const last = pairs.at(-1);
    if (last === undefined) {
      process.stdout.write(`${name.padEnd(18)} failed\n`);
      continue;
    }
    const of = (value: (pair: (typeof pairs)[number]) => number) => median(pairs.map(value));
    const columns = [
      name.padEnd(18),
      of(({ theirs }) => theirs.warmMs)
        .toFixed(2)
        .padStart(8),
      of(({ ours, theirs }) => theirs.warmMs / ours.warmMs)
        .toFixed(2)
        .padStart(7),
      of(({ theirs }) => theirs.coldMs)
        .toFixed(0)
        .padStart(8),
      of(({ ours, theirs }) => theirs.coldMs / ours.coldMs)
        .toFixed(2)
        .padStart(7),
      of(({ theirs }) => megabytes / (theirs.clockMs / 1000))
        .toFixed(1)
        .padStart(10),
      of(({ theirs }) => theirs.growthMb)
        .toFixed(0)
        .padStart(10),
      of(({ theirs }) => theirs.blockMs)
        .toFixed(0)
        .padStart(17),
      String(last.theirs.items).padStart(7) +
        (last.theirs.urlChars === last.ours.urlChars ? "" : " (differs)"),
    ];
    process.stdout.write(`${columns.join(" ")}\n`);
  }
}

interface Choice {
  readonly names: readonly string[];
  readonly rounds: number;
}

const explanation = `Processor time of one parse in all threads. Cold: the first of a process, in which the engine still compiles. Warm:
one of a process that has parsed for ${warmUpMs / 1000} s, as a crawler's has; a feed whose first parse takes more than ${longMs / 1000} s is parsed once.
Ratio: how many times the time of earshot in the same round. Growth and block are of the first parse.
`;

function main(folder: string | undefined, choice: Choice): void {
  const workplace = mkdtempSync(join(tmpdir(), "earshot-bench-"));
  try {
    process.stdout.write(explanation);
    for (const { name, items } of generated) {
      const path = join(workplace, `${items}.xml`);
      generateFeed(path, items);
      report(`generated ${name}`, path, choice);
    }
    for (const file of folder === undefined ? [] : readdirSync(folder).sort()) {
      if (/\.(?:xml|rss|atom)$/.test(file)) report(file, join(folder ?? "", file), choice);
    }
  } finally {
    rmSync(workplace, { recursive: true, force: true });
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    measure: { type: "boolean", default: false },
    rounds: { type: "string", default: "1" },
    against: { type: "string", default: Object.keys(contenders).slice(1).join(",") },
  },
});
const [first, second] = positionals;
if (values.measure) await measure(first ?? "", second ?? "");
else main(first, { names: ["earshot", ...values.against.split(",")], rounds: Number(values.rounds) });
