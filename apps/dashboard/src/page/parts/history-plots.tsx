import type { HistoryPoint } from "../api/history.ts";
import { formatMs } from "./format.ts";
import { Plot, type PlotSeries } from "./plot.tsx";

/** Points of all vantages together, or of each by itself, in the order of time. */
export interface HistoryPlotsProps {
  readonly points: readonly HistoryPoint[];
  /** What the plots go over, ISO 8601. */
  readonly from: string;
  readonly until: string;
  readonly latencyName: string;
}

const tones = ["accent", "doubt", "warn", "bad", "good"] as const;

/** Availability and latency over time, from sums by hour or day. */
export function HistoryPlots({ points, from, until, latencyName }: HistoryPlotsProps) {
  const span = [Date.parse(from) / 1_000, Date.parse(until) / 1_000] as const;
  const starts = [...new Set(points.map(({ at }) => at))];
  const times = starts.map((at) => Date.parse(at) / 1_000);
  const percent = (point: HistoryPoint) => (point.availability === null ? null : point.availability * 100);
  const lowest = Math.min(100, ...points.map(percent).filter((value) => value !== null));
  const slowest = Math.max(0, ...points.map(({ latencyMs }) => latencyMs?.p95 ?? 0));
  const median = ({ latencyMs }: HistoryPoint) => latencyMs?.p50 ?? null;
  const slow = ({ latencyMs }: HistoryPoint) => latencyMs?.p95 ?? null;
  const isApart = points.some(({ vantage }) => vantage !== null);
  const latency: readonly PlotSeries[] = isApart
    ? seriesOf(points, starts, median)
    : [
        { name: "median", tone: "accent", values: points.map(median) },
        { name: "95 % below", tone: "doubt", values: points.map(slow) },
      ];
  return (
    <div className="plots">
      <div>
        <h3>Availability</h3>
        <Plot
          label={`Share of looks in which a listener would have heard it; at the lowest ${formatPercent(lowest)}`}
          times={times}
          span={span}
          series={
            isApart
              ? seriesOf(points, starts, percent)
              : [{ name: "heard", tone: "good", values: points.map(percent) }]
          }
          format={formatPercent}
          // A dip of a percent must be seen, and a steady 100 must not look like noise.
          min={Math.floor(Math.min(lowest, 99))}
          max={100}
        />
      </div>
      <div>
        <h3>{isApart ? `${latencyName}, median` : latencyName}</h3>
        <Plot
          label={`${latencyName}; 95 % were faster than ${formatMs(slowest)} at the slowest`}
          times={times}
          span={span}
          series={latency}
          format={formatMs}
        />
      </div>
    </div>
  );
}

/** One line for each vantage, as many as there are tones to tell apart. */
function seriesOf(
  points: readonly HistoryPoint[],
  starts: readonly string[],
  read: (point: HistoryPoint) => number | null,
): readonly PlotSeries[] {
  const byVantage = Map.groupBy(points, ({ vantage }) => vantage ?? "");
  const names = [...byVantage.keys()].toSorted().slice(0, tones.length);
  return names.map((name, place) => {
    const values = new Map(byVantage.get(name)?.map((point) => [point.at, read(point)]));
    return {
      name,
      tone: tones[place] ?? "accent",
      values: starts.map((at) => values.get(at) ?? null),
    };
  });
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
  const looks = sum("looks");
  return `${formatPercent(Math.floor((1_000 * heard) / told) / 10)} heard, in ${looks.toLocaleString("en")} ${looks === 1 ? "look" : "looks"}`;
}
