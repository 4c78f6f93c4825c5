import type { Fault, HostCheck, ParsedFeed, Probe, Verdict } from "@earshot/domain";
import { projectFeedFault, projectShow } from "./project-parse.ts";
import { projectProbe } from "./project-probe.ts";
import { toldSeverity } from "./told-severity.ts";

/** One episode's enclosure with its probe. */
export interface CheckedEnclosure {
  readonly guid: string | null;
  readonly title: string | null;
  readonly probe: Probe;
}

/** Everything that `earshot check` found out about one feed. */
export interface FeedReport {
  readonly source: string;
  readonly parsed: ParsedFeed;
  /** The probe of the feed URL itself, or null for a file. */
  readonly probe: Probe | null;
  readonly hosts: readonly HostCheck[];
  readonly enclosures: readonly CheckedEnclosure[];
}

/** How many enclosures came to each verdict. */
export function countVerdicts(report: FeedReport): Record<Verdict, number> {
  const totals: Record<Verdict, number> = { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0 };
  for (const { probe } of report.enclosures) totals[probe.verdict] += 1;
  return totals;
}

/** The JSON document of `earshot check --json` for one input: a contract, field by field. */
export function projectCheck(report: FeedReport): unknown {
  const { source, parsed, probe, hosts, enclosures } = report;
  return {
    source,
    feed: parsed.feed && projectShow(parsed.feed),
    faults: parsed.faults.map(projectFeedFault),
    probe: probe && projectProbe(probe),
    hosts: hosts.map((host) => ({
      host: host.hostname,
      port: host.port,
      expiresAt: host.expiresAt,
      faults: host.faults.map(projectHostFault),
    })),
    enclosures: enclosures.map((enclosure) => ({ guid: enclosure.guid, ...projectProbe(enclosure.probe) })),
    totals: countVerdicts(report),
  };
}

function projectHostFault(fault: Fault): unknown {
  return { code: fault.code, severity: toldSeverity(fault), message: fault.message };
}
