import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { feedsQuery } from "../../api/feeds.ts";
import { useSession } from "../../api/session.ts";
import { curlLine, EmptyState } from "../../parts/empty-state.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { SearchBox } from "../../parts/search-box.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { FeedList } from "./feed-list.tsx";
import { ImportFeeds } from "./import-feeds.tsx";
import { RegisterForm } from "./register-form.tsx";

/** The account's feeds and how each fares; where a new one is registered. */
export function FeedsView() {
  const { roles } = useSession();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  const query = useInfiniteQuery({
    ...feedsQuery(search),
    placeholderData: (before) => before,
  });
  const feeds = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isNarrowed = search.length >= 2;
  return (
    <>
      <PageHead
        title="Feeds"
        lead="Every show that Earshot listens to for you."
        actions={
          <>
            {roles.includes("publisher") && <ImportFeeds />}
            <a className="button button-quiet button-md" href="/v1/feeds/export" download="earshot.opml">
              Export
            </a>
          </>
        }
      />
      {roles.includes("publisher") && <RegisterForm />}
      <div className="toolbar">
        <SearchBox label="Search by title or address" value={typed} onChange={setTyped} />
      </div>
      {query.isPending && <Skeleton rows={6} tall />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && feeds.length > 0 && <FeedList feeds={feeds} pages={query} />}
      {query.isSuccess && feeds.length === 0 && (isNarrowed ? <NothingFound search={search} /> : <NoFeeds />)}
    </>
  );
}

function NothingFound({ search }: { readonly search: string }) {
  return (
    <EmptyState title={`No feed matches “${search}”`}>
      The search looks for parts of titles and addresses. Try a shorter one.
    </EmptyState>
  );
}

function NoFeeds() {
  return (
    <EmptyState
      title="No feeds yet"
      command={curlLine("POST", "/v1/feeds", { url: "https://example.org/feed.xml" })}
    >
      Give the address of a podcast's RSS feed above. Earshot fetches it at once, probes every episode's audio
      the way a listener's app would, and tells you when one cannot be heard. From a shell it is one line:
    </EmptyState>
  );
}
