import type { Probe } from "@earshot/domain";
import { type Command, Option } from "commander";
import { pMapIterable } from "p-map";
import { exitCodes } from "../exit-code.ts";
import { addNetworkOptions, type NetworkOptions } from "../options/network-options.ts";
import { projectProbe } from "../project/project-probe.ts";
import { readInputs } from "../read-inputs.ts";
import { ProbeTally } from "../render/render-summary.ts";
import { showProgress } from "../show-progress.ts";
import { writeLine } from "../write-line.ts";

interface ProbeOptions extends NetworkOptions {
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly head: boolean;
}

/** Adds `earshot probe`: one enclosure URL after the other, through its whole redirect chain. */
export function addProbeCommand(program: Command): void {
  addNetworkOptions(program.command("probe"))
    .description("Probe enclosure URLs: every hop, every certificate, a byte range of the media.")
    .argument("<url...>", "enclosure URLs, or - for one per line on standard input")
    .addOption(new Option("-4, --ipv4", "use IPv4 addresses only").default(false).conflicts("ipv6"))
    .addOption(new Option("-6, --ipv6", "use IPv6 addresses only").default(false).conflicts("ipv4"))
    .option("--head", "ask by HEAD as well where GET is answered, as Apple's check does", false)
    .action(async (urls: string[], options: ProbeOptions) => {
      process.exitCode = await probeUrls(urls, options);
    });
}

async function probeUrls(urls: readonly string[], options: ProbeOptions): Promise<number> {
  const { openProber } = await import("../open-prober.ts");
  const { renderProbe } = await import("../render/render-probe.ts");
  const { renderEvidence } = await import("../render/render-evidence.ts");
  const { prober, clock, close } = await openProber(options);
  const progress = showProgress("probing");
  const family = options.ipv4 ? 4 : options.ipv6 ? 6 : null;
  const wishes = { sampleHead: options.head, ...(family !== null && ({ family } as const)) };
  const probes = pMapIterable(
    readInputs(urls, process.stdin, () => progress.add(1)),
    async (url: string) => {
      const probe = await prober.probeEnclosure({ url, ...wishes });
      progress.step();
      return probe;
    },
    { concurrency: options.concurrency, backpressure: options.concurrency * 4 },
  );
  const report = async (probe: Probe) => {
    if (options.json) return writeLine(process.stdout, JSON.stringify(projectProbe(probe)));
    await writeLine(process.stdout, renderProbe(probe, clock()));
    if (options.verbose) await writeLine(process.stdout, renderEvidence(probe, options));
  };
  const tally = new ProbeTally();
  try {
    for await (const probe of probes) {
      tally.add(probe);
      await progress.above(() => report(probe));
    }
    if (!options.json && tally.count > 1)
      await progress.above(() => writeLine(process.stdout, tally.render(clock())));
  } finally {
    progress.stop();
    await close();
  }
  return tally.totals.unreachable > 0 ? exitCodes.unreachable : exitCodes.fine;
}
