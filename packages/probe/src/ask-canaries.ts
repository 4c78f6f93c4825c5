import { type AddressCheck, type HostCheck, suspectFamilies } from "@earshot/domain";
import type { HostTarget } from "./check-host.ts";

/** What asking canaries needs. */
export interface CanaryOptions {
  /** Hosts (`example.org`, `example.org:8443`) or URLs that the operator knows to be up; none: nobody is ever asked. */
  readonly canaries: readonly string[];
  readonly checkHost: (target: HostTarget) => Promise<HostCheck>;
}

/** What the canaries said of this vantage. */
export interface CanaryVerdict {
  /** Address families in which most canaries fail. */
  readonly families: readonly (4 | 6)[];
  /** Canaries without a single sound address. */
  readonly failing: readonly string[];
}

/** How long one round of canary checks speaks for the vantage. */
const believedMs = 10_000;

/** Gives the function that asks all canaries, at most once in ten seconds however often it is called. */
export function askCanaries({ canaries, checkHost }: CanaryOptions): { ask(): Promise<CanaryVerdict> } {
  const targets = canaries.map((canary) => ({ canary, target: targetOf(canary) }));
  let latest: { readonly atMs: number; readonly verdict: Promise<CanaryVerdict> } | undefined;

  async function look(): Promise<CanaryVerdict> {
    const checks = await Promise.all(
      targets.map(async ({ canary, target }) => ({ canary, check: await checkHost(target) })),
    );
    const looks = checks.map(({ canary, check }) => ({ canary, families: familiesOf(check.addresses) }));
    const failing = looks.filter(({ families }) => !families.some(({ isSound }) => isSound));
    return { families: suspectFamilies(looks), failing: failing.map(({ canary }) => canary) };
  }

  return {
    async ask() {
      if (targets.length === 0) return { families: [], failing: [] };
      const atMs = performance.now();
      if (latest === undefined || atMs - latest.atMs > believedMs) latest = { atMs, verdict: look() };
      return latest.verdict;
    },
  };
}

function familiesOf(addresses: readonly AddressCheck[]) {
  return ([4, 6] as const).flatMap((family) => {
    const ofFamily = addresses.filter((address) => address.family === family);
    const isSound = ofFamily.some(({ verdict }) => verdict !== "unreachable");
    return ofFamily.length === 0 ? [] : [{ family, isSound }];
  });
}

function targetOf(canary: string): HostTarget {
  const url = new URL(/^https?:\/\//.test(canary) ? canary : `https://${canary}`);
  const tls = url.protocol === "https:";
  return { hostname: url.hostname, port: url.port === "" ? (tls ? 443 : 80) : Number(url.port), tls };
}
