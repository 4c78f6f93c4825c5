import { useQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { historySpans } from "../../api/history.ts";
import { hostHistoryQuery } from "../../api/hosts.ts";
import { HistoryCard } from "../../parts/history-card.tsx";
import { Segments } from "../../parts/segments.tsx";

const looks = ["Handshakes", "Audio"] as const;
const ofLook = { Handshakes: "checks", Audio: "probes" } as const;
const latencyNames = { Handshakes: "Time of a handshake", Audio: "Latency of the whole chain" } as const;

/** How fast and how reliably a host shook hands and served audio over time. */
export const HostHistory = memo(function HostHistory({ hostId }: { readonly hostId: string }) {
  const [span, setSpan] = useState<(typeof historySpans)[number]>(historySpans[0]);
  const [look, setLook] = useState<(typeof looks)[number]>("Handshakes");
  const query = useQuery({ ...hostHistoryQuery(hostId, span), placeholderData: (before) => before });
  return (
    <HistoryCard
      query={query}
      points={query.data?.items.filter((point) => point.of === ofLook[look]) ?? []}
      span={span}
      onSpan={setSpan}
      latencyName={latencyNames[look]}
      choice={<Segments label="Which looks" names={looks} value={look} onChange={setLook} />}
    />
  );
});
