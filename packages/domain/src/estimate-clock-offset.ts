/** What one server's Date header said about our clock. */
export interface ClockSample {
  /** Who runs the server, as far as its name tells: samples of one site are one voice. */
  readonly site: string;
  /** The server's time minus ours, in milliseconds. */
  readonly offsetMs: number;
}

const sitesMin = 5;
const agreeingShare = 0.75;
const agreesWithinMs = 10_000;
/** Dates in headers are whole seconds, and servers are not exact; nobody judges a certificate wrongly by less. */
const offMsMin = 60_000;

/**
 * How far our clock is behind that of the servers, in whole milliseconds (negative when it is ahead), or null while it is not
 * provably wrong: at least five sites, three quarters of all, must agree within ten seconds on a minute or more.
 */
export function estimateClockOffset(samples: readonly ClockSample[]): number | null {
  const offsets = [...new Map(samples.map(({ site, offsetMs }) => [site, offsetMs])).values()].sort(
    (one, other) => one - other,
  );
  if (offsets.length < sitesMin) return null;
  const median = offsets[Math.floor(offsets.length / 2)] ?? 0;
  if (Math.abs(median) < offMsMin) return null;
  const agreeing = offsets.filter((offset) => Math.abs(offset - median) <= agreesWithinMs).length;
  return agreeing >= Math.max(sitesMin, offsets.length * agreeingShare) ? Math.round(median) : null;
}
