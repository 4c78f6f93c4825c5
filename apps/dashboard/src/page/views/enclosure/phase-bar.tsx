import type { Hop } from "../../api/feeds.ts";
import { formatMs } from "../../parts/format.ts";

const phases = [
  { key: "dnsMs", name: "DNS" },
  { key: "connectMs", name: "Connect" },
  { key: "tlsMs", name: "TLS" },
  { key: "firstByteMs", name: "First byte" },
] as const;

/** Where the time of one request went, to the scale of the slowest hop. */
export function PhaseBar({
  timings,
  scaleMs,
}: {
  readonly timings: Hop["timings"];
  readonly scaleMs: number;
}) {
  let x = 0;
  const parts = phases.flatMap(({ key, name }) => {
    const ms = timings[key];
    if (ms === null) return [];
    const part = { key, name, ms, x };
    x += ms;
    return [part];
  });
  return (
    <div className="phases">
      <svg
        viewBox={`0 0 ${Math.max(scaleMs, 1)} 1`}
        preserveAspectRatio="none"
        className="phase-bar"
        aria-hidden="true"
      >
        {parts.map(({ key, ms, x: start }) => (
          <rect key={key} className={`phase-${key}`} x={start} y={0} width={ms} height={1} />
        ))}
      </svg>
      <ul className="phase-words">
        {parts.map(({ key, name, ms }) => (
          <li key={key}>
            <span className={`phase-dot phase-${key}`} aria-hidden="true" />
            {name} {formatMs(ms)}
          </li>
        ))}
        {timings.totalMs !== null && (
          <li>
            <strong>{formatMs(timings.totalMs)} in all</strong>
          </li>
        )}
      </ul>
    </div>
  );
}
