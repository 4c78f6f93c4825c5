import { useQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { feedHistoryQuery, historySpans } from "../../api/history.ts";
import { describeHistory, HistoryPlots } from "../../parts/history-plots.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Segments } from "../../parts/segments.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";

/** How a feed's episodes fared over time, all vantages together. Drawn anew only when its own data changes. */
export const FeedHistory = memo(function FeedHistory({ feedId }: { readonly feedId: string }) {
  const [span, setSpan] = useState<(typeof historySpans)[number]>(historySpans[1]);
  const { data, error, refetch } = useQuery({
    ...feedHistoryQuery(feedId, span),
    placeholderData: (before) => before,
  });
  const points = data?.items.filter(({ vantage }) => vantage === null) ?? [];
  return (
    <section className="card" aria-labelledby="history-title">
      <div className="card-head">
        <h2 id="history-title">Over time</h2>
        <span className="soft">{data && describeHistory(points)}</span>
        <Segments
          label="How far back"
          names={historySpans.map(({ name }) => name)}
          value={span.name}
          onChange={(name) => setSpan(historySpans.find((one) => one.name === name) ?? historySpans[1])}
        />
      </div>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={3} tall />}
      {data !== undefined &&
        (points.length === 0 ? (
          <p className="soft">Sums by hour appear here within minutes of the first look.</p>
        ) : (
          <HistoryPlots points={points} from={data.from} until={data.until} />
        ))}
    </section>
  );
});
