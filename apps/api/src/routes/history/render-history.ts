import { latencyQuantile, mergeSketches, type Verdict } from "@earshot/domain";
import type { Rollup } from "@earshot/storage";
import type { z } from "zod";
import type { feedHistoryItem, historyQuery } from "../../schemas/history-schema.ts";

type Point = z.output<typeof feedHistoryItem>;

const hourMs = 3_600_000;
const widthsMs = { hour: hourMs, day: 24 * hourMs };

/** The hours that a plot spans: whole ones, the one in hand included. */
export function spanOf({ hours }: z.output<typeof historyQuery>, now: Date): { from: Date; until: Date } {
  const until = (Math.floor(now.getTime() / hourMs) + 1) * hourMs;
  return { from: new Date(until - hours * hourMs), until: new Date(until) };
}

/**
 * Hourly sums as points of a plot: for each hour or day one of all vantages together, and one of each vantage where
 * there are several.
 */
export function renderHistory(rollups: readonly Rollup[], per: "hour" | "day"): readonly Point[] {
  const startOf = ({ at }: Rollup) => Math.floor(at.getTime() / widthsMs[per]) * widthsMs[per];
  return [...Map.groupBy(rollups, startOf)].flatMap(([start, all]) => {
    const byVantage = Map.groupBy(all, ({ vantage }) => vantage);
    const parts = byVantage.size < 2 ? [] : [...byVantage];
    const at = new Date(start).toISOString();
    return [renderPoint(at, null, all), ...parts.map(([vantage, some]) => renderPoint(at, vantage, some))];
  });
}

function renderPoint(at: string, vantage: string | null, rollups: readonly Rollup[]): Point {
  const sum = (verdict: Verdict) => rollups.reduce((total, { looks }) => total + looks[verdict], 0);
  const [healthy, degraded, unreachable] = [sum("healthy"), sum("degraded"), sum("unreachable")];
  const inconclusive = sum("inconclusive");
  const told = healthy + degraded + unreachable;
  return {
    ...{ at, vantage, looks: told + inconclusive, healthy, degraded, unreachable, inconclusive },
    availability: told === 0 ? null : (healthy + degraded) / told,
    latencyMs: renderLatency(rollups),
  };
}

function renderLatency(rollups: readonly Rollup[]): Point["latencyMs"] {
  const sketch = mergeSketches(rollups.map(({ latency }) => latency));
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => latencyQuantile(sketch, q));
  return p50 == null || p95 == null || p99 == null ? null : { p50, p95, p99 };
}
