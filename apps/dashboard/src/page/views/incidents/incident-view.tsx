import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type IncidentDetail, incidentQuery, sufferingQuery, timelineQuery } from "../../api/incidents.ts";
import { FaultNote } from "../../parts/fault-note.tsx";
import { formatInstant, formatSpan } from "../../parts/format.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { useNow } from "../../parts/use-now.ts";
import { Acknowledge } from "./acknowledge.tsx";
import { Affected } from "./affected.tsx";
import { Evidence } from "./evidence.tsx";
import { FailingHops } from "./failing-hops.tsx";
import { IncidentState } from "./incident-row.tsx";
import { Mute } from "./mute.tsx";
import { Timeline } from "./timeline.tsx";

/** One incident: what broke, for whom, how it went, and what was seen. */
export function IncidentView({ id }: { readonly id: string }) {
  const { data: incident, error, refetch } = useQuery(incidentQuery(id));
  const timeline = useQuery(timelineQuery(id));
  const suffering = useInfiniteQuery(sufferingQuery(id));
  if (incident === undefined && error !== null)
    return (
      <>
        <PageHead title="Incident" above={<Link href="/incidents">Incidents</Link>} />
        <ProblemNote error={error} retry={() => void refetch()} />
      </>
    );
  // All at once: parts of unknown height that come one by one would push each other about.
  if (incident === undefined || timeline.isPending || suffering.isPending) return <Skeleton rows={5} tall />;
  return (
    <>
      <Head incident={incident} />
      {incident.drill && (
        <p className="note note-accent">
          This is a drill that was asked for: nothing is broken, and it ends by itself.
        </p>
      )}
      <p className="summary">{incident.summary}</p>
      {incident.parentId !== null && (
        <p className="note note-warn">
          It is part of <Link href={`/incidents/${incident.parentId}`}>a larger incident of its host</Link>,
          which speaks for it.
        </p>
      )}
      <div className="columns columns-course">
        <div className="column-main">
          <section className="card" aria-labelledby="incident-faults">
            <h2 id="incident-faults">What is wrong</h2>
            {incident.faults.map((one) => (
              <FaultNote key={one.code} fault={one} />
            ))}
          </section>
          <FailingHops incident={incident} />
        </div>
        <div className="column-side">
          <Timeline incident={incident} query={timeline} />
          <Affected incident={incident} query={suffering} />
        </div>
        <Evidence incident={incident} />
      </div>
    </>
  );
}

function Head({ incident }: { readonly incident: IncidentDetail }) {
  const [fault] = incident.faults;
  return (
    <PageHead
      title={`${fault?.title ?? "Trouble"} at ${incident.where}`}
      above={<Link href="/incidents">Incidents</Link>}
      lead={
        <span className="lead-line">
          {incident.drill && <Tag tone="accent">drill</Tag>}
          <IncidentState incident={incident} />
          <Tag>{incident.kind}</Tag>
          {incident.withheldSince !== null && <Tag tone="warn">notices withheld</Tag>}
          <Lasting incident={incident} />
        </span>
      }
      actions={
        <>
          <Acknowledge incident={incident} />
          <Mute incident={incident} />
        </>
      }
    />
  );
}

function Lasting({ incident }: { readonly incident: IncidentDetail }) {
  const now = useNow();
  const end = incident.resolvedAt === null ? now : Date.parse(incident.resolvedAt);
  const span = formatSpan(end - Date.parse(incident.since));
  return (
    <span title={`Since ${formatInstant(incident.since)}`}>
      {incident.resolvedAt === null ? `for ${span} now` : `lasted ${span}`}
    </span>
  );
}
