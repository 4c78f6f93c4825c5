import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link, useLocation } from "wouter";
import { type Enclosure, type Feed, feedQuery } from "../../api/feeds.ts";
import { count } from "../../parts/format.ts";
import { describeCounts, HealthBar } from "../../parts/health-bar.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { RegionalNote } from "../../parts/vantages.tsx";
import { shownOf } from "../../parts/verdict.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { When } from "../../parts/when.tsx";
import { type FirstCheck, firstCheckOf } from "../feeds/feed-health.ts";
import { ProgressLine } from "../feeds/progress-line.tsx";
import { FeedActions } from "./feed-actions.tsx";
import { FeedFaults } from "./feed-faults.tsx";
import { FeedRegional } from "./feed-regional.tsx";
import { Inspector } from "./inspector.tsx";
import { enclosuresMax, useAllEnclosures } from "./use-all-enclosures.ts";
import { VerdictLegend } from "./verdict-legend.tsx";
import { Wall } from "./wall.tsx";

const FeedHistory = lazy(async () => ({ default: (await import("./feed-history.tsx")).FeedHistory }));

const watchingMs = 5_000;
const restingMs = 30_000;

/** One feed: how it fares, its first check as it happens, and the wall of its enclosures. */
export function FeedView({ id }: { readonly id: string }) {
  const {
    data: feed,
    error,
    refetch,
  } = useQuery({
    ...feedQuery(id),
    refetchInterval: ({ state }) =>
      state.data !== undefined && firstCheckOf(state.data) !== null ? watchingMs : restingMs,
  });
  if (feed === undefined)
    return error === null ? (
      <Skeleton rows={5} tall />
    ) : (
      <>
        <PageHead title="Feed" above={<Link href="/">Feeds</Link>} />
        <ProblemNote error={error} retry={() => void refetch()} />
      </>
    );
  return <Known feed={feed} />;
}

function Known({ feed }: { readonly feed: Feed }) {
  const check = firstCheckOf(feed);
  return (
    <>
      <PageHead
        title={feed.title ?? "A feed not fetched yet"}
        above={<Link href="/">Feeds</Link>}
        lead={
          <a href={feed.url} rel="noreferrer" target="_blank" className="out-link">
            {feed.url}
            <ExternalLink size={13} aria-label="opens the feed in a new tab" />
          </a>
        }
        actions={<FeedActions feed={feed} />}
      />
      <RegionalNote views={feed.regional} />
      <FeedRegional counts={feed.regionalEnclosures} />
      <FeedFacts feed={feed} check={check} />
      <FeedFaults feed={feed} />
      <FeedWall feed={feed} />
      <Suspense fallback={<Skeleton rows={3} tall />}>
        <FeedHistory feedId={feed.id} />
      </Suspense>
    </>
  );
}

/** The first check is shown where the counts stand afterwards, so that its end moves nothing. */
function FeedFacts({ feed, check }: { readonly feed: Feed; readonly check: FirstCheck | null }) {
  return (
    <section className="card facts-card" aria-label="Health">
      <div className="facts-health">
        {check === null ? <HealthBar counts={feed.enclosures} /> : <ProgressLine check={check} />}
        <p>
          {feed.crawledAt === null
            ? "Its episodes appear below as soon as it is read."
            : describeCounts(feed.enclosures)}
        </p>
      </div>
      <dl className="facts">
        <div>
          <dt>Feed</dt>
          <dd>
            <VerdictBadge verdict={shownOf(feed.verdict)} />
          </dd>
        </div>
        <div>
          <dt>Episodes</dt>
          <dd>{feed.episodes.toLocaleString("en")}</dd>
        </div>
        <div>
          <dt>Newest</dt>
          <dd>
            <When at={feed.newestAt} none="none" />
          </dd>
        </div>
        <div>
          <dt>Fetched</dt>
          <dd>
            <When at={feed.crawledAt} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function FeedWall({ feed }: { readonly feed: Feed }) {
  const { enclosures, isPending, error, isCut, retry } = useAllEnclosures(feed);
  const [inspected, setInspected] = useState<string>();
  const [, go] = useLocation();
  if (error !== null) return <ProblemNote error={error} retry={retry} />;
  const open = ({ id }: Enclosure) => go(`/feeds/${feed.id}/enclosures/${id}`);
  return (
    <section className="card" aria-labelledby="wall-title">
      <div className="card-head">
        <h2 id="wall-title">{count(feed.enclosures.total, "enclosure")}, newest first</h2>
        <VerdictLegend />
      </div>
      <Inspector enclosure={enclosures.find(({ id }) => id === inspected)} />
      <Wall
        enclosures={enclosures}
        expected={Math.min(feed.enclosures.total, enclosuresMax)}
        onInspect={({ id }) => setInspected(id)}
        onOpen={open}
      />
      {isPending && <span className="visually-hidden" role="status" aria-label="Loading" />}
      {feed.crawledAt !== null && feed.enclosures.total === 0 && (
        <p className="soft">
          No episode of this feed has an enclosure, so there is nothing to hear yet. They appear with the next
          fetch after they are published.
        </p>
      )}
      {isCut && (
        <p className="soft small">
          The newest {enclosures.length.toLocaleString("en")} are shown; the API lists all.
        </p>
      )}
    </section>
  );
}
