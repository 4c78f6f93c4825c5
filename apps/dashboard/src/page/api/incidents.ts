import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** One period in which something is impaired. */
export type Incident = Schemas["Incident"];
/** An incident with what was seen. */
export type IncidentDetail = Schemas["IncidentDetail"];

/** Incidents, newest first; of one state, or of both. */
export function incidentsQuery(state: Incident["state"]) {
  return infiniteQueryOptions({
    queryKey: ["incidents", state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/incidents", {
          params: { query: { state, limit: 50, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
}

/** One incident with its evidence. */
export function incidentQuery(id: string) {
  return queryOptions({
    queryKey: ["incident", id],
    queryFn: () => unwrap(api.GET("/v1/incidents/{id}", { params: { path: { id } } })),
    refetchInterval: 15_000,
  });
}

/** One moment of an incident. */
export type Moment = Schemas["IncidentMoment"];

/** How an incident went, and what the account was told. */
export function timelineQuery(id: string) {
  return queryOptions({
    queryKey: ["timeline", id],
    queryFn: () => unwrap(api.GET("/v1/incidents/{id}/timeline", { params: { path: { id } } })),
    refetchInterval: 15_000,
  });
}

/** The account's own enclosures that an incident touches, page by page. */
export function sufferingQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["suffering", id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/incidents/{id}/enclosures", {
          params: { path: { id }, query: { limit: 20, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
}
