import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type RequestedHost, requestedHostsMax, requestsQuery } from "../../api/ops.ts";
import { Field } from "../../parts/field.tsx";
import { count } from "../../parts/format.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Segments } from "../../parts/segments.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { RequestTable } from "./request-table.tsx";

const dayMs = 86_400_000;
/** For so many days requests are kept. */
const daysKept = 30;
const tabs = ["All", "Prefixes", "Hosts and CDNs"] as const;
type Tab = (typeof tabs)[number];

const today = () => new Date().toISOString().slice(0, "2026-01-01".length);

/** How often each host, and each prefix that counts listeners, was asked in a day, and how it is asked now. */
export function RequestsView() {
  const [day, setDay] = useState(today);
  const [tab, setTab] = useState<Tab>("All");
  const { data, error, refetch } = useQuery({ ...requestsQuery(day), placeholderData: (before) => before });
  const hosts = data?.items.filter((host) => isIn(tab, host)) ?? [];
  const requests = hosts.reduce((sum, host) => sum + host.requests, 0);
  return (
    <>
      <PageHead
        title="Requests"
        lead="What we ask of others: the hosts that had most requests in a day (UTC), and how each is asked now."
      />
      <div className="toolbar toolbar-foot">
        <Field
          label="Day"
          name="day"
          type="date"
          value={day}
          min={new Date(Date.now() - daysKept * dayMs).toISOString().slice(0, day.length)}
          max={today()}
          onChange={(chosen) => setDay(chosen === "" ? today() : chosen)}
        />
        <Segments label="Which hosts" names={tabs} value={tab} onChange={setTab} />
      </div>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={6} tall />}
      {data !== undefined && (
        <>
          <p className="soft">
            {count(requests, "request")} to {count(hosts.length, "host")}
            {data.items.length === requestedHostsMax && ", the busiest of that day"}.
          </p>
          {hosts.length > 0 && <RequestTable hosts={hosts} isToday={data.day === today()} />}
        </>
      )}
    </>
  );
}

function isIn(tab: Tab, { role }: RequestedHost): boolean {
  return tab === "All" || (role === "prefix") === (tab === "Prefixes");
}
