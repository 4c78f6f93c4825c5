import type { Verdict } from "@earshot/domain";
import type { Command } from "commander";
import { pMapIterable } from "p-map";
import { exitCodes } from "../exit-code.ts";
import { addNetworkOptions, type NetworkOptions } from "../options/network-options.ts";
import { projectProbe } from "../project/project-probe.ts";
import { readInputs } from "../read-inputs.ts";
import { renderEvidence } from "../render/render-evidence.ts";
import { renderProbe } from "../render/render-probe.ts";
import { showProgress } from "../show-progress.ts";
import { writeLine } from "../write-line.ts";

/** Adds `earshot probe`: one enclosure URL after the other, through its whole redirect chain. */
export function addProbeCommand(program: Command): void {
  addNetworkOptions(program.command("probe"))
    .description("Probe enclosure URLs: every hop, every certificate, a byte range of the media.")
    .argument("<url...>", "enclosure URLs, or - for one per line on standard input")
    .action(async (urls: string[], options: NetworkOptions) => {
      process.exitCode = await probeUrls(urls, options);
    });
}

async function probeUrls(urls: readonly string[], options: NetworkOptions): Promise<number> {
  const { openProber } = await import("../open-prober.ts");
  const { prober, clock, close } = await openProber(options);
  const progress = showProgress("probing");
  const probes = pMapIterable(
    readInputs(urls, process.stdin),
    async (url: string) => {
      progress.add(1);
      const probe = await prober.probeEnclosure({ url });
      progress.step();
      return probe;
    },
    { concurrency: options.concurrency, backpressure: options.concurrency * 4 },
  );
  const verdicts = new Set<Verdict>();
  try {
    for await (const probe of probes) {
      verdicts.add(probe.verdict);
      if (options.json) await writeLine(process.stdout, JSON.stringify(projectProbe(probe)));
      else await writeLine(process.stdout, renderProbe(probe, clock()));
      if (!options.json && options.verbose) await writeLine(process.stdout, renderEvidence(probe));
    }
  } finally {
    progress.stop();
    await close();
  }
  return verdicts.has("unreachable") ? exitCodes.unreachable : exitCodes.fine;
}
