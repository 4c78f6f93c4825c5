import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type FeedSummary, feedSummaryQuery, feedsQuery } from "../../api/feeds.ts";
import { useSession } from "../../api/session.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { SearchBox } from "../../parts/search-box.tsx";
import { Segments } from "../../parts/segments.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useSettled } from "../../parts/use-settled.ts";
import { FeedList } from "./feed-list.tsx";
import { ImportFeeds } from "./import-feeds.tsx";
import { LabelSelect } from "./label-select.tsx";
import { NoFeeds, NothingFound } from "./no-feeds.tsx";
import { RegisterForm } from "./register-form.tsx";
import { StandingCounts } from "./standing-counts.tsx";
import { type FeedFilterState, useFeedFilter } from "./use-feed-filter.ts";

/** The account's feeds, the worst first, and how each fares; where a new one is registered. */
export function FeedsView() {
  const { roles } = useSession();
  const state = useFeedFilter();
  const { data: summary } = useQuery(feedSummaryQuery);
  useFreshLists(summary);
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
      <StandingCounts
        summary={summary}
        value={state.filter.standing}
        onChange={(standing) => state.change({ standing })}
      />
      {roles.includes("publisher") && <RegisterForm />}
      <Toolbar summary={summary} state={state} />
      <Feeds state={state} />
    </>
  );
}

const orders = ["Worst first", "Newest first"] as const;

function Toolbar({ summary, state }: { readonly summary: FeedSummary | undefined; state: FeedFilterState }) {
  const { filter, change } = state;
  return (
    <div className="toolbar">
      <SearchBox
        label="Search by title or address"
        value={filter.search}
        onChange={(search) => change({ search })}
      />
      <div className="toolbar-end">
        <LabelSelect
          labels={summary?.labels ?? []}
          value={filter.label}
          onChange={(label) => change({ label })}
        />
        <Segments
          label="Order"
          names={orders}
          value={filter.order === "worst" ? "Worst first" : "Newest first"}
          onChange={(name) => change({ order: name === "Worst first" ? "worst" : "newest" })}
        />
      </div>
    </div>
  );
}

function Feeds({ state: { filter, change } }: { readonly state: FeedFilterState }) {
  const search = useSettled(filter.search.trim());
  const query = useInfiniteQuery({
    ...feedsQuery({ ...filter, search }),
    placeholderData: (before) => before,
  });
  if (query.isPending) return <Skeleton rows={8} joined />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  const feeds = query.data.pages.flatMap(({ items }) => items);
  if (feeds.length > 0) return <FeedList feeds={feeds} pages={query} />;
  const isNarrowed = search.length >= 2 || filter.standing !== null || filter.label !== null;
  if (!isNarrowed) return <NoFeeds />;
  return (
    <NothingFound
      filter={{ ...filter, search }}
      onClear={() => change({ search: "", standing: null, label: null })}
    />
  );
}

/** Loads lists again when the counts have changed: then some feed stands where it is not in its place any more. */
function useFreshLists(summary: FeedSummary | undefined): void {
  const client = useQueryClient();
  const counts = summary === undefined ? null : JSON.stringify(summary);
  const seen = useRef(counts);
  useEffect(() => {
    if (seen.current !== null && seen.current !== counts)
      void client.invalidateQueries({ queryKey: ["feeds"] });
    seen.current = counts;
  }, [counts, client]);
}
