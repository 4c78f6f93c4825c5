import type { Db } from "../schema/database.ts";
import type { EndpointRow } from "./endpoint-row.ts";

/** Whose endpoint: null means any publisher's, for ops. */
export type EndpointOwner = string | null;

/** An endpoint that was not deleted, or undefined when there is none or it is another publisher's. */
export function readEndpoint(db: Db, id: string, owner: EndpointOwner): Promise<EndpointRow | undefined> {
  return db
    .selectFrom("endpoints")
    .selectAll()
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .$if(owner !== null, (query) => query.where("publisher_id", "=", owner))
    .executeTakeFirst();
}

/** One page of endpoints, oldest first; ids are UUID v7, so their order is that of creation. */
export function listEndpoints(
  db: Db,
  listing: { readonly owner: EndpointOwner; readonly after?: string | undefined; readonly limit: number },
): Promise<readonly EndpointRow[]> {
  const { owner, after, limit } = listing;
  return db
    .selectFrom("endpoints")
    .selectAll()
    .where("deleted_at", "is", null)
    .$if(owner !== null, (query) => query.where("publisher_id", "=", owner))
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
}
