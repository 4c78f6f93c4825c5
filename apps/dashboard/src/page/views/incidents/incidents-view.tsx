import { useInfiniteQuery } from "@tanstack/react-query";
import { type Incident, incidentsQuery } from "../../api/incidents.ts";
import { curlLine, EmptyState } from "../../parts/empty-state.tsx";
import { LoadMore } from "../../parts/load-more.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { IncidentRow } from "./incident-row.tsx";
import { SilenceList } from "./silence-list.tsx";

/** What is broken now, and what was. */
export function IncidentsView() {
  return (
    <>
      <PageHead title="Incidents" lead="What listeners cannot hear, since when, and what to do about it." />
      <IncidentList state="open" title="Open" />
      <SilenceList />
      <IncidentList state="resolved" title="Resolved" />
    </>
  );
}

function IncidentList({ state, title }: { readonly state: Incident["state"]; readonly title: string }) {
  const query = useInfiniteQuery(incidentsQuery(state));
  const incidents = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby={`incidents-${state}`} className="section">
      <h2 id={`incidents-${state}`}>{title}</h2>
      {query.isPending && <Skeleton rows={2} tall />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && incidents.length === 0 && <None state={state} />}
      {incidents.length > 0 && (
        <ul className="rows">
          {incidents.map((incident) => (
            <li key={incident.id}>
              <IncidentRow incident={incident} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore pages={query} />
    </section>
  );
}

function None({ state }: { readonly state: Incident["state"] }) {
  if (state === "resolved") return <p className="soft">None yet.</p>;
  return (
    <EmptyState title="Nothing is broken" command={curlLine("GET", "/v1/incidents?state=open")}>
      As far as Earshot can tell, every listener can hear your shows. When a host, a certificate or a feed
      fails, the incident appears here at once, and goes to your webhooks.
    </EmptyState>
  );
}
