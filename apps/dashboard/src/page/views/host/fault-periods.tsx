import type { UseQueryResult } from "@tanstack/react-query";
import type { FaultPeriod } from "../../api/hosts.ts";
import { count, formatInstant, formatSpan } from "../../parts/format.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Tag, type Tone } from "../../parts/tag.tsx";
import { When } from "../../parts/when.tsx";

const tones: Readonly<Record<FaultPeriod["severity"], Tone>> = {
  outage: "bad",
  warning: "warn",
  info: "neutral",
};

/** What handshakes with a host found within seven days, each time over which it lasted as one line. */
export function FaultPeriods({ query }: { query: UseQueryResult<{ items: readonly FaultPeriod[] }> }) {
  const periods = query.data?.items ?? [];
  return (
    <section className="card" aria-labelledby="host-faults">
      <div className="card-head">
        <h2 id="host-faults">Faults of the last 7 days</h2>
        <span className="soft small">seen in fresh handshakes</span>
      </div>
      {query.error !== null && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && periods.length === 0 && (
        <p className="soft">
          None. Whatever handshakes with this host find wrong is listed here, with how long it lasted.
        </p>
      )}
      <ul className="periods">
        {periods.map((period) => (
          <Period key={`${period.code}:${period.vantage}:${period.from}`} period={period} />
        ))}
      </ul>
    </section>
  );
}

function Period({ period }: { readonly period: FaultPeriod }) {
  const { title, severity, code, vantage, from, lasting, looks } = period;
  return (
    <li>
      <span className="period-words">
        <strong>{title}</strong> <Tag tone={tones[severity]}>{severity}</Tag>{" "}
        <code className="soft small">{code}</code>
      </span>
      <span className="period-span">
        {lasting ? <strong className="ink-bad">still there</strong> : lastedFor(period)}
      </span>
      <span className="soft small" title={formatInstant(from)}>
        from “{vantage}”, began <When at={from} />, {count(looks, "look")}
      </span>
    </li>
  );
}

function lastedFor({ from, until, looks }: FaultPeriod): string {
  return looks === 1 ? "seen once" : `lasted ${formatSpan(Date.parse(until) - Date.parse(from))}`;
}
