import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** A maintenance window or a mute. */
export type Silence = Schemas["Silence"];
/** A silence to be added. */
export type NewSilence = Schemas["NewSilence"];

/** Silences that hold or are to come: a page holds more than anybody has. */
export const silencesQuery = queryOptions({
  queryKey: ["silences"],
  queryFn: () => unwrap(api.GET("/v1/silences", { params: { query: { limit: 200 } } })),
  refetchInterval: 60_000,
});
