import { type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Incident, incidentsQuery } from "../../api/incidents.ts";
import { silencesQuery } from "../../api/silences.ts";
import { curlLine, EmptyState } from "../../parts/empty-state.tsx";
import { LoadMore } from "../../parts/load-more.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { IncidentRow } from "./incident-row.tsx";
import { SilenceList } from "./silence-list.tsx";

/** What is broken now, and what was. All lists appear at once: those of unknown length that come one by one would push each other about. */
export function IncidentsView() {
  const open = useInfiniteQuery(incidentsQuery("open"));
  const resolved = useInfiniteQuery(incidentsQuery("resolved"));
  const silences = useQuery(silencesQuery);
  return (
    <>
      <PageHead title="Incidents" lead="What listeners cannot hear, since when, and what to do about it." />
      {open.isPending || resolved.isPending || silences.isPending ? (
        <Skeleton rows={4} joined />
      ) : (
        <>
          <IncidentList query={open} state="open" title="Open" />
          <SilenceList />
          <IncidentList query={resolved} state="resolved" title="Resolved" />
        </>
      )}
    </>
  );
}

interface IncidentListProps {
  readonly query: UseInfiniteQueryResult<{ pages: readonly { readonly items: readonly Incident[] }[] }>;
  readonly state: Incident["state"];
  readonly title: string;
}

function IncidentList({ query, state, title }: IncidentListProps) {
  const incidents = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby={`incidents-${state}`} className="section">
      <h2 id={`incidents-${state}`}>{title}</h2>
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
