import { type Command, Option } from "commander";
import { pMapIterable } from "p-map";
import { checkSource } from "../check-source.ts";
import { exitCodes } from "../exit-code.ts";
import { addNetworkOptions, type NetworkOptions, wholeNumberBetween } from "../options/network-options.ts";
import { type FeedReport, projectCheck } from "../project/project-check.ts";
import { readInputs } from "../read-inputs.ts";
import { showProgress } from "../show-progress.ts";
import { writeLine } from "../write-line.ts";
import { exitCodeOf } from "./parse.ts";

interface CheckOptions extends NetworkOptions {
  readonly episodes: number;
}

const episodesDefault = 10;

/** Adds `earshot check`: a feed, its hosts' certificates and its enclosures in one go. */
export function addCheckCommand(program: Command): void {
  addNetworkOptions(program.command("check"))
    .description("Check feeds: the document, the certificates of every host, and the newest enclosures.")
    .argument("<feed url|file...>", "feeds, or - for one per line on standard input")
    .addOption(
      new Option("--episodes <n>", "how many of the newest episodes, or all")
        .argParser((text) =>
          text === "all" ? Number.POSITIVE_INFINITY : wholeNumberBetween(0, 1_000_000)(text),
        )
        .default(episodesDefault),
    )
    .action(async (sources: string[], options: CheckOptions) => {
      process.exitCode = await checkSources(sources, options);
    });
}

async function checkSources(sources: readonly string[], options: CheckOptions): Promise<number> {
  const { openProber } = await import("../open-prober.ts");
  const { renderCheck } = await import("../render/render-check.ts");
  const { prober, clock, close } = await openProber(options);
  const progress = showProgress("probing");
  const { episodes, concurrency } = options;
  const scope = { episodes, concurrency, deadlineMs: options.timeout * 1_000 };
  // One feed after the other, each with all the concurrency: the bound is on requests and not on feeds.
  const reports = pMapIterable(
    readInputs(sources, process.stdin),
    (source: string) => checkSource(prober, source, scope, progress),
    { concurrency: 1 },
  );
  let exitCode: number = exitCodes.fine;
  try {
    for await (const report of reports) {
      const text = options.json ? JSON.stringify(projectCheck(report)) : renderCheck(report, clock());
      await progress.above(() => writeLine(process.stdout, text));
      const told = report.unreadable ?? report.remark;
      if (told !== null) await writeLine(process.stderr, `earshot: ${told}`);
      exitCode = Math.max(exitCode, exitCodeOfReport(report, report.unreadable !== null));
    }
  } finally {
    progress.stop();
    await close();
  }
  return exitCode;
}

function exitCodeOfReport(report: FeedReport, isUnreadable: boolean): number {
  const isUnreachable = [
    ...report.enclosures.map(({ probe }) => probe),
    ...(report.probe === null ? [] : [report.probe]),
  ].some((probe) => probe.verdict === "unreachable");
  return Math.max(
    exitCodeOf(report.parsed.feed !== null, isUnreadable),
    isUnreachable ? exitCodes.unreachable : 0,
  );
}
