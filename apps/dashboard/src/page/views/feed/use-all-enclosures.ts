import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Enclosure, enclosuresQuery, type Feed } from "../../api/feeds.ts";

/** Pages of 200 that a wall shows at most: what a browser still draws with ease, and more than almost any show has. */
const pagesMax = 50;
/** Enclosures that a wall shows at most. */
export const enclosuresMax = pagesMax * 200;
/** While something changes, one page is loaded again every so often; a wall of many pages more seldom. */
const reloadMsPerPage = 3_000;

/** All of a feed's enclosures, loaded page after page, and again when the feed's counts have changed. */
export interface AllEnclosures {
  readonly enclosures: readonly Enclosure[];
  readonly isPending: boolean;
  readonly error: unknown;
  /** Whether there are more than the wall shows. */
  readonly isCut: boolean;
  retry(): void;
}

/** Loads the enclosures for a feed's wall. */
export function useAllEnclosures(feed: Feed): AllEnclosures {
  const client = useQueryClient();
  const query = useInfiniteQuery(enclosuresQuery(feed.id));
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const loaded = data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && loaded < pagesMax) void fetchNextPage();
  }, [hasNextPage, isFetching, loaded, fetchNextPage]);

  const state = JSON.stringify(feed.enclosures);
  const seen = useRef(state);
  const pages = Math.max(1, loaded);
  useEffect(() => {
    if (seen.current === state) return;
    const timer = setTimeout(
      () => {
        seen.current = state;
        void client.invalidateQueries({ queryKey: enclosuresQuery(feed.id).queryKey });
      },
      Math.min(reloadMsPerPage * (pages - 1), 30_000),
    );
    return () => clearTimeout(timer);
  }, [state, pages, client, feed.id]);

  return {
    enclosures: data?.pages.flatMap(({ items }) => items) ?? [],
    isPending: query.isPending,
    error: query.error,
    isCut: hasNextPage && loaded >= pagesMax,
    retry: () => void query.refetch(),
  };
}
