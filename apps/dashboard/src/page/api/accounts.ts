import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** A key without the key itself. */
export type ApiKey = Schemas["ApiKey"];

/** Keys of the account; of every account for ops. */
export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: () => unwrap(api.GET("/v1/api-keys", { params: { query: { limit: 200 } } })),
});

/** One's own account with what one sets for oneself. */
export type Account = Schemas["Account"];

/** One's own account. */
export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: () => unwrap(api.GET("/v1/account")),
});
