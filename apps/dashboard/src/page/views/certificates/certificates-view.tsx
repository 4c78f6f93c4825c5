import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { type Forecast, forecastQuery } from "../../api/certificates.ts";
import { curlLine, EmptyState } from "../../parts/empty-state.tsx";
import { count, formatDay, formatInstant, nameScope } from "../../parts/format.ts";
import { HostLink } from "../../parts/host-link.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Segments } from "../../parts/segments.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { When } from "../../parts/when.tsx";
import { Calendar } from "./calendar.tsx";
import { SubscribeCalendar } from "./subscribe-calendar.tsx";

const spans = ["30 days", "60 days", "90 days"] as const;

/** What breaks in the coming days if nobody renews a certificate. */
export function CertificatesView() {
  const [span, setSpan] = useState<(typeof spans)[number]>("60 days");
  const days = Number.parseInt(span, 10);
  const { data, error, refetch } = useQuery({ ...forecastQuery(days), placeholderData: (before) => before });
  return (
    <>
      <PageHead
        title="Certificates"
        lead={`What breaks in the next ${days} days if nobody acts.`}
        actions={
          <>
            <SubscribeCalendar />
            <Segments label="How far to look" names={spans} value={span} onChange={setSpan} />
          </>
        }
      />
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={6} tall />}
      {data !== undefined && (
        <>
          <section className="card" aria-label="Calendar">
            <Calendar forecast={data} />
          </section>
          <Days forecast={data} days={days} />
        </>
      )}
    </>
  );
}

function Days({ forecast, days }: { readonly forecast: Forecast; readonly days: number }) {
  if (forecast.items.length === 0)
    return (
      <EmptyState title="Nothing ends" command={curlLine("GET", `/v1/certificates/forecast?days=${days}`)}>
        No certificate on the way to your episodes, or of your webhooks, ends within {days} days. Earshot
        looks again every few minutes, and warns you weeks before one does.
      </EmptyState>
    );
  return (
    <section className="section" aria-labelledby="ends-title">
      <h2 id="ends-title">Day by day</h2>
      {forecast.items.map(({ date, hosts }) => (
        <div className="card" key={date} id={`day-${date}`}>
          <div className="card-head">
            <h3>{formatDay(date)}</h3>
            <span className="soft">{count(hosts.length, "host")}</span>
          </div>
          <ul className="ends">
            {hosts.map((host) => (
              <EndingHost key={`${host.hostId}`} host={host} />
            ))}
          </ul>
        </div>
      ))}
      {forecast.truncated && <p className="soft">More hosts end than can be listed; these are the first.</p>}
    </section>
  );
}

function EndingHost({ host }: { readonly host: Forecast["items"][number]["hosts"][number] }) {
  return (
    <li>
      <div className="ends-words">
        <strong>
          <HostLink host={host.hostname} port={host.port} />
        </strong>
        <span className="soft">
          {nameScope(host)}
          {host.feeds.length > 0 && ": "}
          {host.feeds.slice(0, 5).map((feed, index) => (
            <span key={feed.id}>
              {index > 0 && ", "}
              <Link href={`/feeds/${feed.id}`}>{feed.title ?? "a feed not fetched yet"}</Link>
            </span>
          ))}
        </span>
      </div>
      <span className="soft" title={formatInstant(host.expiresAt)}>
        <When at={host.expiresAt} />
      </span>
    </li>
  );
}
