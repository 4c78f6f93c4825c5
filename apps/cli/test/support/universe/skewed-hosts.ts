import type { SeededHost } from "@earshot/test-servers";

const topShares = [0.2, 0.12, 0.09, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02, 0.015];

/** Hosts of the skew that is found in the wild: the ten largest carry 65 % of the feeds. */
export function skewedHosts(count: number): readonly SeededHost[] {
  const rest = (1 - topShares.reduce((sum, share) => sum + share, 0)) / Math.max(1, count - topShares.length);
  return Array.from({ length: count }, (_, n) => ({
    hostname: `h${n + 1}.example`,
    share: topShares[n] ?? rest,
  }));
}
