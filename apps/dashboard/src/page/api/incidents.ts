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
