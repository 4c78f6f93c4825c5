import { failuresToSetAside, retryAfterFailureMs } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { ScheduledKind } from "./tables.ts";

/** A subject on which work has ended in a fault of ours. */
export interface FailedSubject {
  readonly kind: ScheduledKind;
  readonly claimId: string;
  readonly id: number;
  readonly now: Date;
}

/** What became of it; undefined when the claim was lost meanwhile. */
export interface Failed {
  readonly failures: number;
  readonly readyAt: Date;
  /** Whether it is out of the way now, and only tried once a day. */
  readonly isSetAside: boolean;
}

/**
 * Gives back a subject that our own code cannot cope with, to be tried again later and later, so that it never holds
 * up others. A success anywhere between starts anew.
 */
export async function failClaim(
  db: Db,
  { kind, claimId, id, now }: FailedSubject,
): Promise<Failed | undefined> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ failures: number }>`
      SELECT failures FROM schedule
      WHERE kind = ${kind} AND subject_id = ${id} AND claim_id IS NOT DISTINCT FROM ${claimId} FOR UPDATE`.execute(
      tx,
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const failures = row.failures + 1;
    const readyAt = new Date(now.getTime() + retryAfterFailureMs(failures));
    await sql`
      UPDATE schedule SET failures = ${failures}, ready_at = ${readyAt}, claim_id = NULL, lease_until = NULL,
        again_lane = NULL
      WHERE kind = ${kind} AND subject_id = ${id}`.execute(tx);
    return { failures, readyAt, isSetAside: failures >= failuresToSetAside };
  });
}

/** How many subjects of each kind are set aside. */
export async function countSetAside(db: Db): Promise<ReadonlyMap<ScheduledKind, number>> {
  const { rows } = await sql<{ kind: ScheduledKind; subjects: number }>`
    SELECT kind, count(*) AS subjects FROM schedule
    WHERE failures > 0 AND failures >= ${failuresToSetAside} GROUP BY kind`.execute(db);
  return new Map(rows.map(({ kind, subjects }) => [kind, subjects]));
}
