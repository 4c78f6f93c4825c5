import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** Where notices go. */
export type Endpoint = Schemas["WebhookEndpoint"];
/** A notice on its way to an endpoint. */
export type Delivery = Schemas["Delivery"];

/** All endpoints of the account: a page holds more than anybody has. */
export const endpointsQuery = queryOptions({
  queryKey: ["endpoints"],
  queryFn: () => unwrap(api.GET("/v1/webhook-endpoints", { params: { query: { limit: 200 } } })),
});

/** One endpoint. */
export function endpointQuery(id: string) {
  return queryOptions({
    queryKey: ["endpoint", id],
    queryFn: () => unwrap(api.GET("/v1/webhook-endpoints/{id}", { params: { path: { id } } })),
  });
}

/** The log of deliveries to one endpoint, newest first. */
export function deliveriesQuery(endpointId: string) {
  return infiniteQueryOptions({
    queryKey: ["deliveries", endpointId],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/v1/deliveries", {
          params: { query: { endpointId, limit: 50, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 15_000,
  });
}
