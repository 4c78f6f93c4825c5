import type { HistoryPoint } from "../api/history.ts";
import { formatMs } from "./format.ts";
import { Plot } from "./plot.tsx";

/** Points of one vantage, or of all together, in the order of time. */
export interface HistoryPlotsProps {
  readonly points: readonly HistoryPoint[];
  /** What the plots go over, ISO 8601. */
  readonly from: string;
  readonly until: string;
}

/** Availability and latency over time, from sums by hour or day. */
export function HistoryPlots({ points, from, until }: HistoryPlotsProps) {
  const span = [Date.parse(from) / 1_000, Date.parse(until) / 1_000] as const;
  const times = points.map(({ at }) => Date.parse(at) / 1_000);
  const percent = points.map(({ availability }) => availability && availability * 100);
  const lowest = Math.min(100, ...percent.filter((value) => value !== null));
  const slowest = Math.max(0, ...points.map(({ latencyMs }) => latencyMs?.p95 ?? 0));
  return (
    <div className="plots">
      <div>
        <h3>Availability</h3>
        <Plot
          label={`Share of looks in which a listener would have heard it; at the lowest ${formatPercent(lowest)}`}
          times={times}
          span={span}
          series={[{ name: "heard", tone: "good", values: percent }]}
          format={formatPercent}
          // A dip of a percent must be seen, and a steady 100 must not look like noise.
          min={Math.floor(Math.min(lowest, 99))}
          max={100}
        />
      </div>
      <div>
        <h3>Latency of the whole chain</h3>
        <Plot
          label={`Time of a whole probe; 95 % were faster than ${formatMs(slowest)} at the slowest`}
          times={times}
          span={span}
          series={[
            { name: "median", tone: "accent", values: points.map(({ latencyMs }) => latencyMs?.p50 ?? null) },
            {
              name: "95 % below",
              tone: "doubt",
              values: points.map(({ latencyMs }) => latencyMs?.p95 ?? null),
            },
          ]}
          format={formatMs}
        />
      </div>
    </div>
  );
}

function formatPercent(value: number): string {
  return `${Number(value.toFixed(1))} %`;
}

/** All looks together in words: the share that was heard, and how many there were. */
export function describeHistory(points: readonly HistoryPoint[]): string {
  const sum = (key: "looks" | "healthy" | "degraded" | "unreachable") =>
    points.reduce((total, point) => total + point[key], 0);
  const heard = sum("healthy") + sum("degraded");
  const told = heard + sum("unreachable");
  if (told === 0) return "No looks yet";
  return `${formatPercent(Math.floor((1_000 * heard) / told) / 10)} heard, in ${sum("looks").toLocaleString("en")} looks`;
}
