import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** What stops working on which day if nobody acts. */
export type Forecast = Schemas["Forecast"];

/** The certificates that end within so many days. */
export function forecastQuery(days: number) {
  return queryOptions({
    queryKey: ["forecast", days],
    queryFn: () => unwrap(api.GET("/v1/certificates/forecast", { params: { query: { days } } })),
    refetchInterval: 60_000,
  });
}
