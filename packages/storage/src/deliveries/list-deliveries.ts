import type { WrittenNoticeType } from "@earshot/domain";
import { type Selectable, sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { DeliveryTables } from "./tables.ts";

/** A delivery with what it carries and where to. */
export type DeliveryView = Selectable<DeliveryTables["deliveries"]> & {
  readonly type: WrittenNoticeType;
  readonly incident_id: string | null;
  /** The notice in one sentence. */
  readonly summary: string;
  readonly url_host: string;
};

/** One attempt as logged. */
export type AttemptRow = Selectable<DeliveryTables["attempts"]>;

/** Which deliveries to list, newest first. */
export interface DeliveryListing {
  /** Null lists all, for ops. */
  readonly publisherId: string | null;
  readonly endpointId?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly state?: DeliveryView["state"] | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** One page of deliveries, newest first. */
export function listDeliveries(db: Db, listing: DeliveryListing): Promise<readonly DeliveryView[]> {
  const { publisherId, endpointId, incidentId, state, before, limit } = listing;
  return selectDeliveries(db)
    .$if(publisherId !== null, (query) => query.where("d.publisher_id", "=", publisherId ?? ""))
    .$if(endpointId !== undefined, (query) => query.where("d.endpoint_id", "=", endpointId ?? ""))
    .$if(incidentId !== undefined, (query) => query.where("n.incident_id", "=", incidentId ?? ""))
    .$if(state !== undefined, (query) => query.where("d.state", "=", state ?? "pending"))
    .$if(before !== undefined, (query) => query.where("d.id", "<", before ?? 0))
    .orderBy("d.id", "desc")
    .limit(limit)
    .execute();
}

/** One delivery, or undefined when there is none or it is another publisher's. */
export function readDelivery(
  db: Db,
  id: number,
  publisherId: string | null,
): Promise<DeliveryView | undefined> {
  return selectDeliveries(db)
    .where("d.id", "=", id)
    .$if(publisherId !== null, (query) => query.where("d.publisher_id", "=", publisherId ?? ""))
    .executeTakeFirst();
}

/** The attempts of several deliveries, oldest first. */
export function readAttempts(db: Db, deliveryIds: readonly number[]): Promise<readonly AttemptRow[]> {
  if (deliveryIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("attempts")
    .selectAll()
    .where("delivery_id", "in", [...deliveryIds])
    .orderBy("id")
    .execute();
}

function selectDeliveries(db: Db) {
  return db
    .selectFrom("deliveries as d")
    .innerJoin("notices as n", "n.id", "d.notice_id")
    .innerJoin("endpoints as e", "e.id", "d.endpoint_id")
    .selectAll("d")
    .select(["n.type", "n.incident_id", "e.url_host"])
    .select(sql<string>`coalesce(n.payload ->> 'summary', '')`.as("summary"));
}
