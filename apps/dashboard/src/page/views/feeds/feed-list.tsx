import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { Feed } from "../../api/feeds.ts";
import type { MorePages } from "../../parts/load-more.tsx";
import { FeedRow } from "./feed-row.tsx";

const rowHeight = 73;
/** Rows kept beyond what is seen, and how near its end the list loads more. */
const overscan = 8;

/** Any number of feeds: only the rows in sight are in the document, and pages load as one scrolls. */
export function FeedList({ feeds, pages }: { readonly feeds: readonly Feed[]; readonly pages: MorePages }) {
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useEffect(() => setScrollMargin(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: feeds.length,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin,
    getItemKey: (index) => feeds[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (last >= feeds.length - overscan && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, feeds.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <ul ref={list} className="feed-list" style={{ height: rows.getTotalSize() }} aria-label="Feeds">
      {shown.map(({ index, key, start }) => {
        const feed = feeds[index];
        if (feed === undefined) return null;
        return (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={hasNextPage ? -1 : feeds.length}
            className="feed-item"
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <FeedRow feed={feed} />
          </li>
        );
      })}
    </ul>
  );
}
