import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Incident } from "../../api/incidents.ts";
import { formatSpan } from "../../parts/format.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { When } from "../../parts/when.tsx";
import { IncidentState } from "../incidents/incident-row.tsx";

/** The incidents that a host is or was a part of, latest first. */
export function HostIncidents({ query }: { query: UseQueryResult<{ items: readonly Incident[] }> }) {
  const incidents = query.data?.items ?? [];
  return (
    <section className="card" aria-labelledby="host-incidents">
      <h2 id="host-incidents">Incidents</h2>
      {query.error !== null && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && incidents.length === 0 && <p className="soft">None that touched your shows.</p>}
      <ul className="hanging">
        {incidents.map((incident) => (
          <li key={incident.id}>
            <div className="hanging-line">
              <IncidentState incident={incident} />
              <Link href={`/incidents/${incident.id}`}>{incident.faults[0]?.title ?? "Trouble"}</Link>
            </div>
            <span className="soft small">
              began <When at={incident.since} />
              {incident.resolvedAt !== null &&
                `, lasted ${formatSpan(Date.parse(incident.resolvedAt) - Date.parse(incident.since))}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
