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

const pageSize = 200;

/** Feeds, page by page as the list is scrolled; those whose title or address has the text in it, from two letters on. */
export function feedsQuery(search: string) {
  const narrowed = search.length >= 2 ? { search } : {};
  return infiniteQueryOptions({
    queryKey: ["feeds", narrowed],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/feeds", {
          params: {
            query: { ...narrowed, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

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
