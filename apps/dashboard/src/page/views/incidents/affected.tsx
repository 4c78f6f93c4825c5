import { Link } from "wouter";
import type { IncidentDetail } from "../../api/incidents.ts";
import { count } from "../../parts/format.ts";

type Sample = IncidentDetail["affected"]["samples"][number];

/** What of the publisher's own suffers, show by show, and what it has cost so far. */
export function Affected({ incident }: { readonly incident: IncidentDetail }) {
  const { affected, episodeMinutes } = incident;
  const { shows, episodes, samples, endpoints } = affected;
  const byFeed = Map.groupBy(samples, ({ feedId }) => feedId);
  return (
    <section className="card" aria-labelledby="incident-affected">
      <h2 id="incident-affected">What suffers</h2>
      {(shows > 0 || endpoints.length === 0) && (
        <p>
          {count(episodes, "episode")} of {count(shows, "show")}
        </p>
      )}
      <Endpoints endpoints={endpoints} />
      {episodeMinutes > 0 && (
        <p title="For each minute of the outage, the episodes of yours that could not be heard">
          <strong>{Math.round(episodeMinutes).toLocaleString("en")}</strong> episode-minutes lost so far
        </p>
      )}
      <ul className="samples">
        {[...byFeed].map(([feedId, ofFeed]) => (
          <li key={feedId}>
            <Link href={`/feeds/${feedId}`}>{ofFeed[0]?.show ?? "A show"}</Link>
            <span className="soft small">{nameEpisodes(ofFeed)}</span>
          </li>
        ))}
      </ul>
      {episodes > samples.length && samples.length > 0 && (
        <p className="soft small">{samples.length} of them are named here.</p>
      )}
    </section>
  );
}

/** Webhook endpoints at the host: what is sent there may not arrive. */
function Endpoints({ endpoints }: Pick<IncidentDetail["affected"], "endpoints">) {
  if (endpoints.length === 0) return null;
  return (
    <>
      <p>Notices to {endpoints.length === 1 ? "this webhook" : "these webhooks"} of yours may not arrive:</p>
      <ul className="samples">
        {endpoints.map(({ id, host }) => (
          <li key={id}>
            <Link href={`/webhooks/${id}`}>{host}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function nameEpisodes(samples: readonly Sample[]): string {
  return samples.flatMap(({ episode, url }) => episode ?? url ?? []).join(", ");
}
