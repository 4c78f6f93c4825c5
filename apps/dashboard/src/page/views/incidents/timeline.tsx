import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "wouter";
import type { IncidentDetail, Moment } from "../../api/incidents.ts";
import { count, formatInstant, formatSpan } from "../../parts/format.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";

type Tone = "bad" | "good" | "neutral";

const words: Readonly<Record<Moment["what"], { readonly title: string; readonly tone: Tone }>> = {
  began: { title: "It began", tone: "bad" },
  confirmed: { title: "Confirmed", tone: "bad" },
  opened: { title: "Confirmed, and told to you", tone: "bad" },
  updated: { title: "Told to you: it has changed", tone: "bad" },
  relapsed: { title: "It is back", tone: "bad" },
  reminded: { title: "You were reminded", tone: "neutral" },
  acknowledged: { title: "Acknowledged", tone: "neutral" },
  withheld: { title: "Kept from you", tone: "neutral" },
  resolved: { title: "Over, and told to you", tone: "good" },
  ended: { title: "Over", tone: "good" },
};

/** What the summary adds to the title; the first notice says what stands at the top of the page already. */
const saysMore: ReadonlySet<Moment["what"]> = new Set(["updated", "relapsed", "withheld", "ended"]);

/** How the incident went, moment by moment, and which notice came when. */
export function Timeline({
  incident,
  query,
}: {
  readonly incident: IncidentDetail;
  readonly query: UseQueryResult<{ items: readonly Moment[] }>;
}) {
  return (
    <section className="card" aria-labelledby="incident-timeline">
      <h2 id="incident-timeline">Timeline</h2>
      {query.error !== null && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      <ol className="timeline">
        {query.data?.items.map((moment) => (
          <MomentItem key={`${moment.at}:${moment.what}`} moment={moment} since={incident.since} />
        ))}
      </ol>
    </section>
  );
}

function MomentItem({ moment, since }: { readonly moment: Moment; readonly since: string }) {
  const { at, what, summary, sequence, notice } = moment;
  const { title, tone } = words[what];
  const after = Date.parse(at) - Date.parse(since);
  return (
    <li className={`moment moment-${tone}`}>
      <span className="moment-title">
        {title}
        {sequence !== null && (
          <span className="soft small" title="The sequence that the notice carries">
            #{sequence}
          </span>
        )}
      </span>
      {saysMore.has(what) && <span className="small">{summary}</span>}
      <span className="soft small">
        <time dateTime={at}>{formatInstant(at)}</time>
        {after >= 1_000 && ` (after ${formatSpan(after)})`}
      </span>
      {notice !== null && (
        <span className="soft small">
          <Link href="/webhooks">{describeDeliveries(notice)}</Link>
        </span>
      )}
    </li>
  );
}

function describeDeliveries({ delivered, pending, failed }: NonNullable<Moment["notice"]>): string {
  const parts = [
    delivered > 0 && `delivered to ${count(delivered, "endpoint")}`,
    pending > 0 && `${pending} on the way`,
    failed > 0 && `${failed} failed`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "no endpoint wanted it" : parts.join(", ");
}
