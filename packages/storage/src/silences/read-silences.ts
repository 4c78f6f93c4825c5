import type { Silence } from "@earshot/domain";
import type { Db } from "../schema/database.ts";
import type { Page } from "../schema/page.ts";
import type { SilenceTarget } from "./change-silences.ts";
import type { SilenceRow } from "./silence-row.ts";

/** A silence, or undefined when there is none or it is another publisher's. */
export function readSilence(db: Db, { id, owner }: SilenceTarget): Promise<SilenceRow | undefined> {
  return db
    .selectFrom("silences")
    .selectAll()
    .where("id", "=", id)
    .$if(owner !== null, (query) => query.where("publisher_id", "=", owner ?? ""))
    .executeTakeFirst();
}

/** One page of silences, oldest first; `owner` null means everybody's, for ops. */
export function listSilences(
  db: Db,
  { owner, after, limit }: Page & { readonly owner: string | null },
): Promise<readonly SilenceRow[]> {
  return db
    .selectFrom("silences")
    .selectAll()
    .$if(owner !== null, (query) => query.where("publisher_id", "=", owner ?? ""))
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** The silences of these publishers that hold now, by publisher. */
export async function readActiveSilences(
  db: Db,
  publisherIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Silence[]>> {
  const found = new Map<string, Silence[]>();
  if (publisherIds.length === 0) return found;
  const rows = await db
    .selectFrom("silences")
    .selectAll()
    .where("publisher_id", "in", publisherIds)
    .where("starts_at", "<=", now)
    .where((eb) => eb.or([eb("ends_at", "is", null), eb("ends_at", ">", now)]))
    .execute();
  for (const row of rows)
    found.set(row.publisher_id, [...(found.get(row.publisher_id) ?? []), silenceOf(row)]);
  return found;
}

function silenceOf({ subscription_id, hostname, incident_id, starts_at, ends_at }: SilenceRow): Silence {
  return {
    feedId: subscription_id,
    host: hostname,
    incidentId: incident_id,
    startsAt: starts_at,
    endsAt: ends_at,
  };
}
