import type { HostCheck, Outcome, SubjectHealth } from "@earshot/domain";
import type { HostTarget } from "./check-host.ts";

/** What watching canaries needs. */
export interface CanaryOptions {
  /** Hosts (`example.org`, `example.org:8443`) or URLs that the operator knows to be up; none switches the watch off. */
  readonly canaries: readonly string[];
  readonly checkHost: (target: HostTarget) => Promise<HostCheck>;
  /** Told when the vantage comes under suspicion and when it is cleared, for ops. */
  readonly onChange: (change: { readonly isSuspect: boolean; readonly failing: readonly string[] }) => void;
}

/** Doubts our own vantage before it blames anybody. */
export interface CanaryWatch {
  /**
   * The outcome as the rules should take it: a bad one that would make or confirm a suspect is unclear while most of
   * the canaries fail too, since then the fault is ours. An expired certificate is believed in any case: whoever
   * shows one has been reached, and dates do not depend on the network.
   */
  doubt(outcome: Omit<Outcome, "joins">, health: SubjectHealth): Promise<Omit<Outcome, "joins">>;
}

/** How long one round of canary checks speaks for the vantage. */
const believedMs = 10_000;

/** Starts a watch. It makes no request until an outcome is in question. */
export function watchCanaries(options: CanaryOptions): CanaryWatch {
  const targets = options.canaries.map((canary) => ({ canary, target: targetOf(canary) }));
  let latest: { readonly at: number; readonly isSuspect: Promise<boolean> } | undefined;
  let wasSuspect = false;

  async function look(): Promise<boolean> {
    const checks = await Promise.all(
      targets.map(async ({ canary, target }) => ({ canary, check: await options.checkHost(target) })),
    );
    const failing = checks.filter(({ check }) => check.verdict === "unreachable").map(({ canary }) => canary);
    const isSuspect = failing.length * 2 > targets.length;
    if (isSuspect !== wasSuspect) options.onChange({ isSuspect, failing });
    wasSuspect = isSuspect;
    return isSuspect;
  }

  return {
    async doubt(outcome, health) {
      const isNews = health.state === "ok" || health.state === "suspect";
      const isDated = outcome.codes.includes("certificate.expired");
      if (targets.length === 0 || outcome.kind !== "bad" || !isNews || isDated) return outcome;
      if (latest === undefined || performance.now() - latest.at > believedMs) {
        latest = { at: performance.now(), isSuspect: look() };
      }
      return (await latest.isSuspect) ? { ...outcome, kind: "unclear" } : outcome;
    },
  };
}

function targetOf(canary: string): HostTarget {
  const url = new URL(/^https?:\/\//.test(canary) ? canary : `https://${canary}`);
  const tls = url.protocol === "https:";
  return { hostname: url.hostname, port: url.port === "" ? (tls ? 443 : 80) : Number(url.port), tls };
}
