/** How many latencies fell into each bucket, by the bucket's number: any two can be added up. */
export type LatencySketch = ReadonlyMap<number, number>;

/**
 * Buckets to a doubling. A quantile read from a bucket's middle is then at most 9 % off, as DDSketch has it (Masson,
 * Rim and Lee 2019, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees").
 */
export const bucketsPerDoubling = 4;

/** The bucket of a latency: number k holds what is longer than 2^((k-1)/4) ms, up to 2^(k/4) ms; 0 holds up to 1 ms. */
export function latencyBucketOf(ms: number): number {
  return Math.max(0, Math.ceil(bucketsPerDoubling * Math.log2(Math.max(ms, 1))));
}

/** Adds sketches up. */
export function mergeSketches(sketches: Iterable<LatencySketch>): LatencySketch {
  const sum = new Map<number, number>();
  for (const sketch of sketches)
    for (const [bucket, count] of sketch) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  return sum;
}

/** The latency in milliseconds that the share `q` (0 to 1) of the latencies stays below; null of none. */
export function latencyQuantile(sketch: LatencySketch, q: number): number | null {
  const total = [...sketch.values()].reduce((sum, count) => sum + count, 0);
  let left = Math.max(1, Math.ceil(q * total));
  for (const [bucket, count] of [...sketch].sort(([one], [other]) => one - other)) {
    left -= count;
    if (left <= 0) return middleOf(bucket);
  }
  return null;
}

function middleOf(bucket: number): number {
  return bucket === 0 ? 1 : 2 ** ((bucket - 0.5) / bucketsPerDoubling);
}
