import type { HostCheck, PhaseTimings, Probe, Verdict } from "@earshot/domain";
import type { Metrics } from "@earshot/runtime";

const phases: Readonly<Record<string, keyof PhaseTimings>> = {
  resolve: "dnsMs",
  connect: "connectMs",
  tls: "tlsMs",
  processing: "firstByteMs",
  total: "totalMs",
};
const verdicts: readonly Verdict[] = ["healthy", "degraded", "unreachable", "inconclusive"];
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics of probes and host checks; phases are named as blackbox_exporter names them. No label is ever a URL or host. */
export function buildMeasures(metrics: Metrics) {
  const probes = metrics.counter({
    name: "earshot_probes_total",
    help: "Probes of enclosures, by verdict.",
    labelNames: ["verdict"],
  });
  const probeDuration = metrics.histogram({
    name: "earshot_probe_duration_seconds",
    help: "Time of each hop of enclosure probes, by phase.",
    labelNames: ["phase"],
    buckets,
  });
  const checks = metrics.counter({
    name: "earshot_host_checks_total",
    help: "Checks of hosts, by verdict.",
    labelNames: ["verdict"],
  });
  const handshakes = metrics.counter({
    name: "earshot_host_handshakes_total",
    help: "Fresh handshakes made by host checks, one for each address.",
  });
  // A rate needs a zero to begin with.
  for (const verdict of verdicts) {
    probes.inc({ verdict }, 0);
    checks.inc({ verdict }, 0);
  }
  return {
    onProbe(probe: Probe) {
      probes.inc({ verdict: probe.verdict });
      for (const { timings } of probe.hops) {
        for (const [phase, field] of Object.entries(phases)) {
          const ms = timings[field];
          if (ms !== null) probeDuration.observe({ phase }, ms / 1_000);
        }
      }
    },
    onCheck(check: HostCheck) {
      checks.inc({ verdict: check.verdict });
      handshakes.inc(check.addresses.length);
    },
  };
}
