import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import type { IncidentDetail } from "../../api/incidents.ts";
import { count } from "../../parts/format.ts";
import { LoadMore } from "../../parts/load-more.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { shownOf, verdictWords } from "../../parts/verdict.ts";
import { VerdictGlyph } from "../../parts/verdict-glyph.tsx";

type Suffering = Schemas["SufferingEnclosure"];

/** What the part needs: the incident, and what it touches as far as that is loaded. */
export interface AffectedProps {
  readonly incident: IncidentDetail;
  readonly query: UseInfiniteQueryResult<{ pages: readonly { readonly items: readonly Suffering[] }[] }>;
}

/** What of the publisher's own suffers, show by show and episode by episode, and what it has cost so far. */
export function Affected({ incident, query }: AffectedProps) {
  const { affected, episodeMinutes, state } = incident;
  const enclosures = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const byFeed = Map.groupBy(enclosures, ({ feedId }) => feedId);
  return (
    <section className="card" aria-labelledby="incident-affected">
      <h2 id="incident-affected">{state === "open" ? "What suffers" : "What suffered"}</h2>
      {(affected.shows > 0 || affected.endpoints.length === 0) && (
        <p>
          <strong>{count(affected.episodes, "episode")}</strong> of{" "}
          <strong>{count(affected.shows, "show")}</strong>
        </p>
      )}
      <Endpoints endpoints={affected.endpoints} />
      {episodeMinutes > 0 && (
        <p className="soft small">
          {Math.round(episodeMinutes).toLocaleString("en")} episode-minutes lost: for each minute, the
          episodes that could not be heard.
        </p>
      )}
      {query.error !== null && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      <ul className="hanging">
        {[...byFeed].map(([feedId, ofFeed]) => (
          <li key={feedId}>
            <Link href={`/feeds/${feedId}`}>
              <strong>{ofFeed[0]?.show ?? "A show"}</strong>
            </Link>
            <Episodes of={ofFeed} />
          </li>
        ))}
      </ul>
      {query.isSuccess && enclosures.length === 0 && <Samples incident={incident} />}
      <LoadMore pages={query} />
    </section>
  );
}

/** Webhook endpoints at the host: what is sent there may not arrive. */
function Endpoints({ endpoints }: Pick<IncidentDetail["affected"], "endpoints">) {
  if (endpoints.length === 0) return null;
  return (
    <>
      <p>Notices to {endpoints.length === 1 ? "this webhook" : "these webhooks"} of yours may not arrive:</p>
      <ul className="hanging">
        {endpoints.map(({ id, host }) => (
          <li key={id}>
            <Link href={`/webhooks/${id}`}>{host}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function Episodes({ of }: { readonly of: readonly Suffering[] }) {
  return (
    <ul className="episodes small">
      {of.map(({ id, feedId, title, guid, verdict }) => (
        <li key={id} className="hanging-line">
          <VerdictGlyph verdict={shownOf(verdict)} size={12} />
          <Link href={`/feeds/${feedId}/enclosures/${id}`}>{title ?? guid ?? "Untitled episode"}</Link>
          <span className="visually-hidden">: {verdictWords[shownOf(verdict)].word}</span>
        </li>
      ))}
    </ul>
  );
}

/** A feed's own trouble touches no enclosure of its own, and a drill none at all: the shows are named all the same. */
function Samples({ incident }: { readonly incident: IncidentDetail }) {
  const shows = new Map(incident.affected.samples.map(({ feedId, show }) => [feedId, show]));
  return (
    <ul className="hanging">
      {[...shows].map(([feedId, show]) => (
        <li key={feedId}>
          <Link href={`/feeds/${feedId}`}>{show ?? "A show"}</Link>
        </li>
      ))}
    </ul>
  );
}
