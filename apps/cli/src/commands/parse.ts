import type { Command } from "commander";
import { pMapIterable } from "p-map";
import { exitCodes } from "../exit-code.ts";
import type { OpenProber } from "../open-prober.ts";
import { addNetworkOptions, type NetworkOptions } from "../options/network-options.ts";
import { projectParse } from "../project/project-parse.ts";
import { readInputs } from "../read-inputs.ts";
import { readSource } from "../read-source.ts";
import { renderParse } from "../render/render-parse.ts";
import { writeLine } from "../write-line.ts";

/** Adds `earshot parse`: what Earshot reads in a feed. */
export function addParseCommand(program: Command): void {
  addNetworkOptions(program.command("parse"))
    .description("Read feeds from files or URLs: the show, its episodes and enclosures, and every fault.")
    .argument("<file|url...>", "feeds, or - for one per line on standard input")
    .action(async (sources: string[], options: NetworkOptions) => {
      process.exitCode = await parseSources(sources, options);
    });
}

async function parseSources(sources: readonly string[], options: NetworkOptions): Promise<number> {
  let opened: Promise<OpenProber> | undefined;
  const getProber = async () => {
    opened ??= import("../open-prober.ts").then(({ openProber }) => openProber(options));
    return (await opened).prober;
  };
  const results = pMapIterable(
    readInputs(sources, process.stdin),
    async (source: string) => ({ source, ...(await readSource(getProber, source, options.timeout * 1_000)) }),
    { concurrency: options.concurrency, backpressure: options.concurrency },
  );
  let exitCode: number = exitCodes.fine;
  try {
    for await (const { source, parsed, unreadable, remark } of results) {
      if (options.json) await writeLine(process.stdout, JSON.stringify(projectParse(source, parsed)));
      else await writeLine(process.stdout, renderParse(source, parsed));
      const told = unreadable ?? remark;
      if (told !== null) await writeLine(process.stderr, `earshot: ${told}`);
      exitCode = Math.max(exitCode, exitCodeOf(parsed.feed !== null, unreadable !== null));
    }
  } finally {
    await (await opened)?.close();
  }
  return exitCode;
}

/** An input that cannot be opened is a mistake in the call; one that holds no feed is a finding. */
export function exitCodeOf(isFeed: boolean, isUnreadable: boolean): number {
  if (isUnreadable) return exitCodes.usage;
  return isFeed ? exitCodes.fine : exitCodes.unreachable;
}
