import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { exitCodes } from "../exit-code.ts";
import { wholeNumberBetween } from "../options/network-options.ts";
import { writeLine } from "../write-line.ts";

interface DrillOptions {
  readonly feed: string;
  readonly api: string;
  readonly key?: string;
  readonly duration: number;
  readonly json: boolean;
}

/** Adds `earshot drill`: a simulated outage of one's own show, through the real path to one's own endpoints. */
export function addDrillCommand(program: Command, source: NodeJS.ProcessEnv): void {
  program
    .command("drill")
    .description(
      "Hold a fire drill: a simulated outage of one of your shows, told to your own webhooks and e-mail, marked as a drill, over by itself.",
    )
    .requiredOption("--feed <id|url>", "which of your feeds")
    .option("--api <url>", "where Earshot's API is", `http://127.0.0.1:${source["PORT"] || "8080"}`)
    .option("--key <key>", "your API key; else EARSHOT_BOOTSTRAP_KEY, else the one kept in EARSHOT_DATA_DIR")
    .addOption(
      new Option("--duration <seconds>", "after how long it is over")
        .argParser(wholeNumberBetween(1, 3_600))
        .default(20),
    )
    .option("--json", "print one JSON document a line: each attempt at a delivery, then the result", false)
    .action(async (options: DrillOptions) => {
      process.exitCode = await holdDrill(options, source);
    });
}

async function holdDrill(options: DrillOptions, source: NodeJS.ProcessEnv): Promise<number> {
  const { openApiClient } = await import("../api-client.ts");
  const { findFeed } = await import("../drill/find-feed.ts");
  const { followDrill } = await import("../drill/follow-drill.ts");
  const { renderDrillEnd, renderDrillStart, renderDrillStep } = await import("../render/render-drill.ts");
  const client = openApiClient(options.api, options.key ?? (await findKey(source)));
  const feed = await findFeed(client, options.feed);
  const begun = await client.post(`/v1/feeds/${feed.id}/drill`, { durationSeconds: options.duration });
  const drill = {
    incidentId: String(begun["incidentId"]),
    startedAt: new Date(String(begun["startedAt"])),
    endsAt: new Date(String(begun["endsAt"])),
  };
  const print = (value: object, text: string) =>
    writeLine(process.stdout, options.json ? JSON.stringify(value) : text);
  if (!options.json) await writeLine(process.stdout, renderDrillStart(feed, drill));
  const result = await followDrill(client, drill, (step) => print(step, renderDrillStep(step)));
  await print(result, renderDrillEnd(result));
  return result.deliveries > 0 && result.delivered === result.deliveries
    ? exitCodes.fine
    : exitCodes.unreachable;
}

async function findKey(source: NodeJS.ProcessEnv): Promise<string> {
  if (source["EARSHOT_BOOTSTRAP_KEY"]) return source["EARSHOT_BOOTSTRAP_KEY"];
  const path = join(source["EARSHOT_DATA_DIR"] || ".earshot", "bootstrap-key");
  try {
    return (await readFile(path, "utf8")).trim();
  } catch {
    throw new Error(
      `an API key is needed: give --key, or set EARSHOT_BOOTSTRAP_KEY (there is none in ${path})`,
    );
  }
}
