import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type HistoryPoint, type HistorySpan, historySpans } from "../api/history.ts";
import { describeHistory, HistoryPlots } from "./history-plots.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { Segments } from "./segments.tsx";
import { Skeleton } from "./skeleton.tsx";

/** What is plotted over which time. */
export interface HistoryCardProps {
  readonly query: UseQueryResult<{ readonly from: string; readonly until: string }>;
  /** Of all vantages together (`vantage` null), and of each where there are several. */
  readonly points: readonly HistoryPoint[];
  readonly span: HistorySpan;
  readonly onSpan: (span: HistorySpan) => void;
  readonly latencyName: string;
  /** What else may be chosen. */
  readonly choice?: ReactNode;
}

const views = ["Together", "By vantage"] as const;

/** Availability and latency over time, of all vantages together or each by itself. As high while it loads as when it is there. */
export function HistoryCard({ query, points, span, onSpan, latencyName, choice }: HistoryCardProps) {
  const [view, setView] = useState<(typeof views)[number]>("Together");
  const together = points.filter(({ vantage }) => vantage === null);
  const apart = points.filter(({ vantage }) => vantage !== null);
  const isApart = view === "By vantage" && apart.length > 0;
  const { data, error } = query;
  return (
    <section className="card history" aria-labelledby="history-title">
      <div className="card-head">
        <div className="history-head">
          <h2 id="history-title">Over time</h2>
          <span className="soft small">{data && describeHistory(together)}</span>
        </div>
        <div className="toolbar-end">
          {choice}
          {apart.length > 0 && (
            <Segments label="Which vantages" names={views} value={view} onChange={setView} />
          )}
          <Segments
            label="How far back"
            names={historySpans.map(({ name }) => name)}
            value={span.name}
            onChange={(name) => onSpan(historySpans.find((one) => one.name === name) ?? span)}
          />
        </div>
      </div>
      {error !== null && <ProblemNote error={error} retry={() => void query.refetch()} />}
      {data === undefined && error === null && <Skeleton rows={3} tall />}
      {data !== undefined &&
        (together.length === 0 ? (
          <p className="soft">Sums by hour appear here within minutes of the first look.</p>
        ) : (
          <HistoryPlots
            points={isApart ? apart : together}
            from={data.from}
            until={data.until}
            latencyName={latencyName}
          />
        ))}
    </section>
  );
}
