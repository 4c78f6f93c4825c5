import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type paths, type Schemas, unwrap } from "./client.ts";

/** One queue as it is now. */
export type Queue = Schemas["Queue"];
/** A host as ops sees it. */
export type FleetHost = Schemas["FleetHost"];
/** A leaf certificate in use. */
export type FleetCertificate = Schemas["FleetCertificate"];
/** An account with what it has. */
export type FleetPublisher = Schemas["FleetPublisher"];
/** A host with what we asked of it. */
export type RequestedHost = Schemas["RequestedHost"];
/** How much of one kind was looked at in time. */
export type Coverage = Schemas["Coverage"];

/** A process that looks at the world. */
export type VantageProcess = Awaited<ReturnType<typeof readVantages>>["items"][number];

function readVantages() {
  return unwrap(api.GET("/v1/ops/vantages"));
}

/** Where Earshot looks from, and whether each vantage is believed. */
export const vantagesQuery = queryOptions({
  queryKey: ["vantages"],
  queryFn: readVantages,
  refetchInterval: 5_000,
});

const pageSize = 100;

/** The queues, twice in five seconds: cheap to read, and what ops stare at. */
export const queuesQuery = queryOptions({
  queryKey: ["queues"],
  queryFn: () => unwrap(api.GET("/v1/ops/queues")),
  refetchInterval: 2_500,
});

/** How much was looked at within its period; the API measures once a minute. */
export const coverageQuery = queryOptions({
  queryKey: ["coverage"],
  queryFn: () => unwrap(api.GET("/v1/ops/coverage")),
  refetchInterval: 10_000,
});

/** As many hosts as the API tells of in one day. */
export const requestedHostsMax = 200;

/** The hosts that had most requests in a day, such as `2026-11-25` in UTC. */
export function requestsQuery(day: string) {
  const query = { day, limit: requestedHostsMax };
  return queryOptions({
    queryKey: ["requests", day],
    queryFn: () => unwrap(api.GET("/v1/ops/requests", { params: { query } })),
    refetchInterval: 10_000,
  });
}

type HostFilter = NonNullable<paths["/v1/ops/hosts"]["get"]["parameters"]["query"]>;

/** Hosts of the whole fleet. */
export function fleetHostsQuery(filter: Omit<HostFilter, "limit" | "cursor">) {
  return infiniteQueryOptions({
    queryKey: ["fleet-hosts", filter],
    queryFn: ({ pageParam }) => {
      const query = { ...filter, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) };
      return unwrap(api.GET("/v1/ops/hosts", { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
}

/** Certificates of the whole fleet, the first to end first. */
export function fleetCertificatesQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ["fleet-certificates", search],
    queryFn: ({ pageParam }) => {
      const narrowed = search.length >= 2 && { search };
      const query = { ...narrowed, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) };
      return unwrap(api.GET("/v1/ops/certificates", { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** Accounts with what they have. */
export function fleetPublishersQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ["fleet-publishers", search],
    queryFn: ({ pageParam }) => {
      const narrowed = search.length >= 2 && { search };
      const query = { ...narrowed, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) };
      return unwrap(api.GET("/v1/ops/publishers", { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}
