import type { IncidentDetail } from "../../api/incidents.ts";
import { formatInstant } from "../../parts/format.ts";

interface Moment {
  readonly at: string;
  readonly what: string;
  readonly tone: "bad" | "good" | "neutral";
}

const reasons = {
  recovered: "Over: it works again",
  withdrawn: "Closed: it no longer concerns anything of yours",
  unverifiable: "Closed: it could not be checked for a day",
} as const;

/** The incident's moments in their order. */
export function momentsOf(incident: IncidentDetail): readonly Moment[] {
  const moments: Moment[] = [
    { at: incident.since, what: "It began, as far as can be seen from outside", tone: "bad" },
    { at: incident.openedAt, what: "Confirmed, and told to you", tone: "bad" },
  ];
  if (incident.relapse > 0)
    moments.push({
      at: incident.updatedAt,
      what: `Back again, for time ${incident.relapse + 1}`,
      tone: "bad",
    });
  if (incident.acknowledgedAt !== null)
    moments.push({ at: incident.acknowledgedAt, what: "Acknowledged", tone: "neutral" });
  if (incident.resolvedAt !== null)
    moments.push({ at: incident.resolvedAt, what: reasons[incident.reason ?? "recovered"], tone: "good" });
  return moments.sort((a, b) => a.at.localeCompare(b.at));
}

/** How the incident went. */
export function Timeline({ incident }: { readonly incident: IncidentDetail }) {
  return (
    <section className="card" aria-labelledby="incident-timeline">
      <h2 id="incident-timeline">Timeline</h2>
      <ol className="timeline">
        {momentsOf(incident).map(({ at, what, tone }) => (
          <li key={`${at}:${what}`} className={`moment moment-${tone}`}>
            <span>{what}</span>
            <time dateTime={at} className="soft">
              {formatInstant(at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
