import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { enclosureQuery, feedQuery } from "../../api/feeds.ts";
import { formatDay } from "../../parts/format.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Segments } from "../../parts/segments.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { RegionalNote, Vantages } from "../../parts/vantages.tsx";
import { shownOf } from "../../parts/verdict.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { Chain } from "./chain.tsx";

const ProbeHistory = lazy(async () => ({ default: (await import("./probe-history.tsx")).ProbeHistory }));

/** One enclosure: the way to its audio as last seen, where it broke, and how it fared before. */
export function EnclosureView({ feedId, id }: { readonly feedId: string; readonly id: string }) {
  const { data: enclosure, error, refetch } = useQuery(enclosureQuery(id));
  const { data: feed } = useQuery(feedQuery(feedId));
  if (enclosure === undefined)
    return error === null ? (
      <Skeleton rows={5} tall />
    ) : (
      <>
        <PageHead
          title="Episode"
          above={<Link href={`/feeds/${feedId}`}>{feed?.title ?? "The feed"}</Link>}
        />
        <ProblemNote error={error} retry={() => void refetch()} />
      </>
    );
  const { lastEvidence, lastFailure } = enclosure;
  return (
    <>
      <PageHead
        title={enclosure.title ?? enclosure.guid ?? "Untitled episode"}
        above={
          <>
            <Link href="/">Feeds</Link>
            <span aria-hidden="true"> / </span>
            <Link href={`/feeds/${feedId}`}>{feed?.title ?? "The feed"}</Link>
          </>
        }
        lead={
          <span className="lead-line">
            <VerdictBadge verdict={shownOf(enclosure.verdict)} />
            {enclosure.publishedAt !== null && <span>{formatDay(enclosure.publishedAt)}</span>}
            {enclosure.kind === "alternate" && <span>alternate enclosure</span>}
          </span>
        }
      />
      <RegionalNote views={enclosure.regional} />
      {enclosure.parked && (
        <p className="note note-warn">
          It is not asked for at the moment: a host on its way has an open incident, which speaks for it.
        </p>
      )}
      <ChainCard latest={lastEvidence} failure={lastFailure} url={enclosure.url} />
      {(enclosure.vantages.length > 1 || enclosure.regional !== null) && (
        <section className="card" aria-labelledby="vantages-title">
          <h2 id="vantages-title">From where it can be heard</h2>
          <Vantages looks={enclosure.vantages} />
        </section>
      )}
      <Suspense fallback={<Skeleton rows={4} tall />}>
        <ProbeHistory enclosureId={id} />
      </Suspense>
    </>
  );
}

const lookNames = ["Latest evidence", "Last failure"] as const;

type Evidence = Parameters<typeof Chain>[0]["probe"] | null;

function ChainCard({ latest, failure, url }: { latest: Evidence; failure: Evidence; url: string }) {
  const [look, setLook] = useState<(typeof lookNames)[number]>("Latest evidence");
  const hasBoth = failure !== null && latest !== null && failure.at !== latest.at;
  const probe = hasBoth && look === "Last failure" ? failure : (latest ?? failure);
  return (
    <section className="card" aria-labelledby="chain-title">
      <div className="card-head">
        <h2 id="chain-title">The way to the audio</h2>
        {hasBoth && <Segments label="Which look to show" names={lookNames} value={look} onChange={setLook} />}
      </div>
      {probe === null ? (
        <p className="soft">
          <span className="mono">{url}</span> has not been probed yet. The redirect chain is drawn here after
          the first look.
        </p>
      ) : (
        <Chain probe={probe} />
      )}
    </section>
  );
}
