import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { ApiProblem } from "./api-problem.ts";
import { api, type Schemas, unwrap } from "./client.ts";
import type { HistorySpan } from "./history.ts";

/** One host with what it serves and what hangs on it. */
export type HostDetail = Schemas["HostDetail"];
/** One of the publisher's feeds that depend on a host. */
export type FeedOfHost = Schemas["FeedOfHost"];
/** A time over which one vantage found the same fault. */
export type FaultPeriod = Schemas["FaultPeriod"];

const refreshMs = 15_000;

/** One host, by the name and port that a chain or an incident shows. */
export function hostQuery({ hostname, port }: { readonly hostname: string; readonly port: number }) {
  return queryOptions({
    queryKey: ["host", hostname, port],
    queryFn: async () => {
      const { items } = await unwrap(api.GET("/v1/hosts", { params: { query: { hostname, port } } }));
      const id = items[0]?.id;
      if (id === undefined) {
        const detail = "None of your shows depends on this host, or it was not seen for a week.";
        throw new ApiProblem({ status: 404, detail, errors: [] });
      }
      return unwrap(api.GET("/v1/hosts/{id}", { params: { path: { id } } }));
    },
    refetchInterval: refreshMs,
  });
}

/** The publisher's feeds that depend on a host, page by page. */
export function hostFeedsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["host-feeds", id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/hosts/{id}/feeds", {
          params: { path: { id }, query: { limit: 10, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** What fresh handshakes with a host found wrong within seven days. */
export function hostFaultsQuery(id: string) {
  return queryOptions({
    queryKey: ["host-faults", id],
    queryFn: () => unwrap(api.GET("/v1/hosts/{id}/faults", { params: { path: { id } } })),
    refetchInterval: refreshMs,
  });
}

/** The latest incidents that a host is or was a part of. */
export function hostIncidentsQuery(hostId: string) {
  return queryOptions({
    queryKey: ["host-incidents", hostId],
    queryFn: () => unwrap(api.GET("/v1/incidents", { params: { query: { hostId, limit: 10 } } })),
    refetchInterval: refreshMs,
  });
}

/** How fast and how reliably a host answered, hour by hour or day by day. */
export function hostHistoryQuery(id: string, { hours, per }: HistorySpan) {
  return queryOptions({
    queryKey: ["history", "host", id, hours],
    queryFn: () =>
      unwrap(api.GET("/v1/hosts/{id}/latency", { params: { path: { id }, query: { hours, per } } })),
    refetchInterval: 60_000,
  });
}
