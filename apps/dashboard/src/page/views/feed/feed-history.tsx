import { useQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { feedHistoryQuery, historySpans } from "../../api/history.ts";
import { HistoryCard } from "../../parts/history-card.tsx";

/** How a feed's episodes fared over time. Drawn anew only when its own data changes. */
export const FeedHistory = memo(function FeedHistory({ feedId }: { readonly feedId: string }) {
  const [span, setSpan] = useState<(typeof historySpans)[number]>(historySpans[1]);
  const query = useQuery({ ...feedHistoryQuery(feedId, span), placeholderData: (before) => before });
  return (
    <HistoryCard
      query={query}
      points={query.data?.items ?? []}
      span={span}
      onSpan={setSpan}
      latencyName="Latency of the whole chain"
    />
  );
});
