import { type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { enclosuresBehindQuery } from "../../api/feeds.ts";
import type { FeedOfHost, HostDetail } from "../../api/hosts.ts";
import { count } from "../../parts/format.ts";
import { LoadMore } from "../../parts/load-more.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { shownOf, verdictWords } from "../../parts/verdict.ts";
import { VerdictGlyph } from "../../parts/verdict-glyph.tsx";

/** What the part needs: the host, and the feeds that depend on it as far as they are loaded. */
export interface HangingFeedsProps {
  readonly host: HostDetail;
  readonly feeds: UseInfiniteQueryResult<{
    readonly pages: readonly { readonly items: readonly FeedOfHost[] }[];
  }>;
}

/** Which of the publisher's shows hang on a host, and under each, when it is opened, which episodes. */
export function HangingFeeds({ host, feeds }: HangingFeedsProps) {
  const all = feeds.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="card" aria-labelledby="host-feeds">
      <h2 id="host-feeds">What hangs on it</h2>
      <p>
        <strong>{count(host.shows, "show")}</strong> with <strong>{count(host.episodes, "episode")}</strong>
      </p>
      {feeds.error !== null && <ProblemNote error={feeds.error} retry={() => void feeds.refetch()} />}
      <ul className="hanging">
        {all.map((feed) => (
          <li key={feed.id}>
            <div className="hanging-line">
              <VerdictGlyph verdict={feed.standing} size={14} />
              <Link href={`/feeds/${feed.id}`}>{feed.title ?? feed.url}</Link>
              <span className="visually-hidden">: {verdictWords[feed.standing].word}</span>
            </div>
            {feed.servesFeed && <Tag>serves the feed</Tag>}
            {feed.episodes > 0 && <Episodes feed={feed} hostId={host.id} />}
          </li>
        ))}
      </ul>
      <LoadMore pages={feeds} />
    </section>
  );
}

function Episodes({ feed, hostId }: { readonly feed: FeedOfHost; readonly hostId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="more small" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{count(feed.episodes, "episode")}</summary>
      {isOpen && <EpisodeList feedId={feed.id} hostId={hostId} />}
    </details>
  );
}

function EpisodeList({ feedId, hostId }: { readonly feedId: string; readonly hostId: string }) {
  const query = useInfiniteQuery(enclosuresBehindQuery(feedId, hostId));
  if (query.isPending) return <Skeleton rows={3} />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <ul className="episodes">
        {query.data.pages
          .flatMap(({ items }) => items)
          .map(({ id, title, guid, verdict }) => (
            <li key={id} className="hanging-line">
              <VerdictGlyph verdict={shownOf(verdict)} size={12} />
              <Link href={`/feeds/${feedId}/enclosures/${id}`}>{title ?? guid ?? "Untitled episode"}</Link>
              <span className="visually-hidden">: {verdictWords[shownOf(verdict)].word}</span>
            </li>
          ))}
      </ul>
      <LoadMore pages={query} />
    </>
  );
}
