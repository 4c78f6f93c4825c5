import { Link } from "wouter";
import type { Incident } from "../../api/incidents.ts";
import { formatInstant, formatSpan, nameScope } from "../../parts/format.ts";
import { Tag } from "../../parts/tag.tsx";
import { VerdictGlyph } from "../../parts/verdict-glyph.tsx";
import { When } from "../../parts/when.tsx";

/** One incident of the list. */
export function IncidentRow({ incident }: { readonly incident: Incident }) {
  const { affected, since, resolvedAt } = incident;
  const [fault] = incident.faults;
  return (
    <Link href={`/incidents/${incident.id}`} className="row-link incident-row">
      <VerdictGlyph verdict={incident.state === "resolved" ? "healthy" : "unreachable"} size={18} />
      <span className="row-words">
        <strong>
          {fault?.title ?? "Trouble"} at {incident.where}
        </strong>
        <span className="soft">{nameScope({ ...affected, endpoints: affected.endpoints.length })}</span>
      </span>
      <span className="row-tags">
        {incident.drill && <Tag tone="accent">drill</Tag>}
        <IncidentState incident={incident} />
        {incident.acknowledgedAt !== null && <Tag>acknowledged</Tag>}
      </span>
      <span className="row-when soft" title={`Since ${formatInstant(since)}`}>
        {resolvedAt === null ? (
          <>
            began <When at={since} />
          </>
        ) : (
          `lasted ${formatSpan(Date.parse(resolvedAt) - Date.parse(since))}`
        )}
      </span>
    </Link>
  );
}

/** Where an incident stands, in a word. */
export function IncidentState({ incident }: { readonly incident: Incident }) {
  if (incident.state === "resolved") return <Tag tone="good">{incident.reason ?? "resolved"}</Tag>;
  if (incident.recovering) return <Tag tone="warn">recovering</Tag>;
  return <Tag tone="bad">open</Tag>;
}
