import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import type { Schemas } from "../../api/client.ts";
import { probesQuery } from "../../api/feeds.ts";
import { formatInstant, formatMs } from "../../parts/format.ts";
import { Plot } from "../../parts/plot.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { shownOf } from "../../parts/verdict.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { When } from "../../parts/when.tsx";

type PastProbe = Schemas["PastProbe"];

const rowsShown = 12;

/** How an enclosure fared: its latency over time, the share of good looks, and the latest looks in words. */
export const ProbeHistory = memo(function ProbeHistory({ enclosureId }: { readonly enclosureId: string }) {
  const { data, error, refetch } = useQuery(probesQuery(enclosureId));
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={4} tall />
    ) : (
      <ProblemNote error={error} retry={() => void refetch()} />
    );
  const probes = data.items;
  return (
    <section className="card" aria-labelledby="history-title">
      <div className="card-head">
        <h2 id="history-title">Latency and availability</h2>
        <p className="soft">{describeAvailability(probes)}</p>
      </div>
      {probes.length > 1 && <Plot {...latencyOf(probes)} />}
      {probes.length === 0 ? <p className="soft">No probes yet.</p> : <ProbeTable probes={probes} />}
    </section>
  );
});

function describeAvailability(probes: readonly PastProbe[]): string {
  const judged = probes.filter(({ verdict }) => verdict !== "inconclusive");
  if (judged.length === 0) return "";
  const heard = judged.filter(({ verdict }) => verdict !== "unreachable").length;
  return `Heard in ${heard} of the last ${judged.length} looks (${((100 * heard) / judged.length).toFixed(1)} %)`;
}

function latencyOf(probes: readonly PastProbe[]): Parameters<typeof Plot>[0] {
  const inOrder = probes.toReversed();
  const slowest = Math.max(...inOrder.map(({ totalMs }) => totalMs ?? 0));
  return {
    label: `Time of a whole probe over ${probes.length} looks, at most ${formatMs(slowest)}`,
    times: inOrder.map(({ at }) => Date.parse(at) / 1_000),
    series: [
      {
        name: "whole chain",
        tone: "accent",
        values: inOrder.map((one) => (isHeard(one) ? one.totalMs : null)),
      },
      {
        name: "not heard",
        tone: "bad",
        values: inOrder.map((one) => (isHeard(one) ? null : (one.totalMs ?? 0))),
      },
    ],
    format: formatMs,
  };
}

function isHeard({ verdict }: PastProbe): boolean {
  return verdict !== "unreachable";
}

function ProbeTable({ probes }: { readonly probes: readonly PastProbe[] }) {
  return (
    <ScrollPlace className="table-scroll" label="Latest looks">
      <table className="table">
        <caption className="visually-hidden">The latest looks, newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Verdict</th>
            <th scope="col">Faults</th>
            <th scope="col" className="number">
              Status
            </th>
            <th scope="col" className="number">
              Hops
            </th>
            <th scope="col" className="number">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {probes.slice(0, rowsShown).map((probe) => (
            <tr key={probe.at}>
              <td title={formatInstant(probe.at)}>
                <When at={probe.at} />
              </td>
              <td>
                <VerdictBadge verdict={shownOf(probe.verdict)} />
              </td>
              <td className="mono">{probe.codes.join(", ") || "none"}</td>
              <td className="number">{probe.status ?? "–"}</td>
              <td className="number">{probe.hops}</td>
              <td className="number">{formatMs(probe.totalMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}
