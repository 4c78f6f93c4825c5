import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** One point of a plot: what an hour or a day of looks came to. */
export type HistoryPoint = Schemas["FeedHistoryPoint"];

/** How far back a plot goes, with points that suit it. */
export const historySpans = [
  { name: "24 hours", hours: 24, per: "hour" },
  { name: "7 days", hours: 168, per: "hour" },
  { name: "30 days", hours: 720, per: "day" },
  { name: "90 days", hours: 2_160, per: "day" },
] as const;

/** One of the spans. */
export type HistorySpan = (typeof historySpans)[number];

/** How a feed's episodes fared, hour by hour or day by day. */
export function feedHistoryQuery(id: string, { hours, per }: HistorySpan) {
  return queryOptions({
    queryKey: ["history", "feed", id, hours],
    queryFn: () =>
      unwrap(api.GET("/v1/feeds/{id}/availability", { params: { path: { id }, query: { hours, per } } })),
    refetchInterval: 60_000,
  });
}
