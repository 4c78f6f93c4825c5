import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** What stops working on which day if nobody acts. */
export type Forecast = Schemas["Forecast"];

/** The most hosts that one answer holds, and how many answers a calendar asks for. */
const hostsAtATime = 200;
const answersMax = 5;

/** The certificates that end within so many days. */
export function forecastQuery(days: number) {
  return queryOptions({
    queryKey: ["forecast", days],
    queryFn: () => readForecast(days),
    refetchInterval: 60_000,
  });
}

/** All pages of a forecast as one; `truncated` tells whether there would be more. */
async function readForecast(days: number): Promise<Forecast> {
  let forecast = await readPage(days);
  for (let pages = 1; pages < answersMax && forecast.next !== null; pages++) {
    const { items, next, truncated } = await readPage(days, forecast.next);
    forecast = { ...forecast, items: joinDays(forecast.items, items), next, truncated };
  }
  return forecast;
}

function readPage(days: number, cursor?: string): Promise<Forecast> {
  const query = { days, limit: hostsAtATime, ...(cursor !== undefined && { cursor }) };
  return unwrap(api.GET("/v1/certificates/forecast", { params: { query } }));
}

/** A day whose hosts did not fit on a page goes on on the next one. */
function joinDays(before: Forecast["items"], after: Forecast["items"]): Forecast["items"] {
  const [last, first] = [before.at(-1), after[0]];
  if (last === undefined || last.date !== first?.date) return [...before, ...after];
  const joined = { ...last, hosts: [...last.hosts, ...first.hosts] };
  return [...before.slice(0, -1), joined, ...after.slice(1)];
}
