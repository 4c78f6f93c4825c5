import { randomUUIDv7 } from "node:crypto";
import type { Db } from "../schema/database.ts";
import { textOrNull } from "../schema/json.ts";
import type { SilenceRow } from "./silence-row.ts";

/** A new maintenance window or mute. */
export type NewSilence = Omit<SilenceRow, "id" | "created_at"> & { readonly now: Date };

/** Stores a silence and gives it. */
export function createSilence(db: Db, { now, ...silence }: NewSilence): Promise<SilenceRow> {
  return db
    .insertInto("silences")
    .values({ ...silence, note: textOrNull(silence.note), id: randomUUIDv7(), created_at: now })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Which silence; `owner` null means any publisher's, for ops. */
export interface SilenceTarget {
  readonly id: string;
  readonly owner: string | null;
}

/** Changes when a silence holds, or its note; undefined when there is none. What is left out stays. */
export function updateSilence(
  db: Db,
  { id, owner }: SilenceTarget,
  change: Partial<Pick<SilenceRow, "starts_at" | "ends_at" | "note">>,
): Promise<SilenceRow | undefined> {
  return db
    .updateTable("silences")
    .set({ ...change, ...(change.note !== undefined && { note: textOrNull(change.note) }) })
    .where("id", "=", id)
    .$if(owner !== null, (query) => query.where("publisher_id", "=", owner ?? ""))
    .returningAll()
    .executeTakeFirst();
}

/** Lifts a silence; false when there is none. What it kept back is told at the next look at what is still open. */
export async function deleteSilence(db: Db, { id, owner }: SilenceTarget): Promise<boolean> {
  const deleted = await db
    .deleteFrom("silences")
    .where("id", "=", id)
    .$if(owner !== null, (query) => query.where("publisher_id", "=", owner ?? ""))
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}
