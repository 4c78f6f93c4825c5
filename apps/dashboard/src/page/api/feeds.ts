import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** A feed as its publisher sees it. */
export type Feed = Schemas["Feed"];
/** One media URL of an episode. */
export type Enclosure = Schemas["Enclosure"];
/** The evidence of one probe. */
export type ProbeEvidence = Schemas["ProbeEvidence"];
/** One request on the way to the bytes. */
export type Hop = Schemas["Hop"];

/** How many feeds stand how, and under which labels. */
export type FeedSummary = Schemas["FeedSummary"];
/** How a feed stands: the worst of itself and its enclosures. */
export type Standing = Feed["standing"];

/** What the list of feeds is narrowed to, and its order. */
export interface FeedFilter {
  /** Part of the title or the address; from two letters on. */
  readonly search: string;
  readonly standing: Standing | null;
  readonly label: string | null;
  readonly order: "worst" | "newest";
}

const pageSize = 200;
/** Feeds come with counts of all their enclosures, so fewer of them at a time. */
const feedsPerPage = 50;

/** Feeds, page by page as the list is scrolled. */
export function feedsQuery({ search, standing, label, order }: FeedFilter) {
  const filter = {
    order,
    ...(search.length >= 2 && { search }),
    ...(standing !== null && { standing }),
    ...(label !== null && { label }),
  };
  return infiniteQueryOptions({
    queryKey: ["feeds", filter],
    queryFn: ({ pageParam }) => {
      const query = { ...filter, limit: feedsPerPage, ...(pageParam !== null && { cursor: pageParam }) };
      return unwrap(api.GET("/v1/feeds", { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** How many feeds stand how. Live events tell of the newest feeds only; these few numbers tell of all. */
export const feedSummaryQuery = queryOptions({
  queryKey: ["feed-summary"],
  queryFn: () => unwrap(api.GET("/v1/feeds/summary")),
  refetchInterval: 10_000,
});

/** One feed. */
export function feedQuery(id: string) {
  return queryOptions({
    queryKey: ["feed", id],
    queryFn: () => unwrap(api.GET("/v1/feeds/{id}", { params: { path: { id } } })),
  });
}

/** A feed's enclosures, newest first, page by page. */
export function enclosuresQuery(feedId: string) {
  return infiniteQueryOptions({
    queryKey: ["enclosures", feedId],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/feeds/{id}/enclosures", {
          params: {
            path: { id: feedId },
            query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** Those of a feed's enclosures that have a host on their way, newest first, page by page. */
export function enclosuresBehindQuery(feedId: string, hostId: string) {
  return infiniteQueryOptions({
    queryKey: ["enclosures", feedId, "behind", hostId],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/feeds/{id}/enclosures", {
          params: {
            path: { id: feedId },
            query: { hostId, limit: 20, ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** One enclosure with its last evidence. */
export function enclosureQuery(id: string) {
  return queryOptions({
    queryKey: ["enclosure", id],
    queryFn: () => unwrap(api.GET("/v1/enclosures/{id}", { params: { path: { id } } })),
    refetchInterval: 10_000,
  });
}

/** The latest probes of an enclosure, latest first. */
export function probesQuery(enclosureId: string) {
  return queryOptions({
    queryKey: ["probes", enclosureId],
    queryFn: () =>
      unwrap(
        api.GET("/v1/enclosures/{id}/probes", {
          params: { path: { id: enclosureId }, query: { limit: pageSize } },
        }),
      ),
    refetchInterval: 10_000,
  });
}
