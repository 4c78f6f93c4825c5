/** A warning before a certificate's end: 1 is the first, 4 the last. */
export type ExpiryThreshold = 1 | 2 | 3 | 4;

/** How long before the end each threshold lies, in milliseconds, the first (longest) one first. */
export type ExpiryThresholds = readonly [number, number, number, number];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * The warning thresholds of a certificate by share of its life: T1 = min(20 %, 30 d), T2 = min(10 %, 7 d),
 * T3 = min(5 %, 48 h), T4 = min(2 %, 6 h). Automatic renewal comes with a third of the life left, so a certificate
 * that is renewed in time, be it for six days or for a year, never crosses T1.
 */
export function expiryThresholds(notBefore: Date, notAfter: Date): ExpiryThresholds {
  const lifeMs = Math.max(0, notAfter.getTime() - notBefore.getTime());
  return [
    Math.min(lifeMs * 0.2, 30 * dayMs),
    Math.min(lifeMs * 0.1, 7 * dayMs),
    Math.min(lifeMs * 0.05, 48 * hourMs),
    Math.min(lifeMs * 0.02, 6 * hourMs),
  ];
}

/** The last threshold before `deadline` that is behind us at `now` (4 also once the deadline has passed), or null. */
export function crossedThreshold(
  thresholds: ExpiryThresholds,
  deadline: Date,
  now: Date,
): ExpiryThreshold | null {
  const leftMs = deadline.getTime() - now.getTime();
  const [first, second, third, fourth] = thresholds;
  if (leftMs > first) return null;
  if (leftMs > second) return 1;
  if (leftMs > third) return 2;
  return leftMs > fourth ? 3 : 4;
}
