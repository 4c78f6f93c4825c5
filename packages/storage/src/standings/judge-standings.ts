import { sql } from "kysely";
import { effectiveVerdict } from "../enclosures/enclosure.ts";
import { dependsOnTrouble } from "../enclosures/read-enclosure-totals.ts";
import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";
import type { StandingCause } from "./tables.ts";

const judgeLockId = 3_428_907_137;
const causesAtATime = 1_000;
const feedsAtATime = 200;

/**
 * Works out anew how those feeds stand that something has changed for, until nothing is left. Any number of processes
 * may do it; one of them works, the others return at once: of two that judged one feed the slower would write what was.
 */
export async function judgeStandings(store: Store): Promise<void> {
  while (await inTransaction(store, judgeSome)) {}
}

/** One round: true while there may be more. */
async function judgeSome(tx: Db): Promise<boolean> {
  const lock = await sql<{ taken: boolean }>`
    SELECT pg_try_advisory_xact_lock(${judgeLockId}) AS taken`.execute(tx);
  if (lock.rows[0]?.taken !== true) return false;
  const taken = await takeChanges(tx);
  if (taken.length === 0) return false;
  // Read by a statement of its own, which therefore sees everything that the changes were written with.
  const feedIds = await readFeedsOf(tx, taken);
  await judge(tx, feedIds.slice(0, feedsAtATime));
  await putOff(tx, feedIds.slice(feedsAtATime));
  return true;
}

interface Change {
  readonly kind: StandingCause;
  readonly subject_id: number;
}

async function takeChanges(tx: Db): Promise<readonly Change[]> {
  const { rows } = await sql<Change>`
    DELETE FROM standing_changes WHERE id IN (SELECT id FROM standing_changes ORDER BY id LIMIT ${causesAtATime})
    RETURNING kind, subject_id`.execute(tx);
  return rows;
}

async function readFeedsOf(tx: Db, changes: readonly Change[]): Promise<readonly number[]> {
  const idsOf = (kind: StandingCause) =>
    changes.filter((change) => change.kind === kind).map(({ subject_id }) => subject_id);
  const { rows } = await sql<{ feed_id: number }>`
    SELECT unnest(${idsOf("feed")}::bigint[]) AS feed_id
    UNION
    SELECT feed_id FROM enclosures WHERE media_id = ANY(${idsOf("media")}::bigint[]) AND vanished_at IS NULL
    UNION
    SELECT feed_id FROM feed_hosts WHERE host_id = ANY(${idsOf("host")}::bigint[])
    ORDER BY 1`.execute(tx);
  return rows.map((row) => row.feed_id);
}

async function judge(tx: Db, feedIds: readonly number[]): Promise<void> {
  await sql`
    WITH asked AS MATERIALIZED (
      SELECT f.id, f.verdict, ${dependsOnTrouble} AS troubled FROM feeds f WHERE f.id = ANY(${feedIds}::bigint[])
    ), judged AS MATERIALIZED (
      SELECT f.id, greatest('unprobed'::standing, f.verdict::text::standing, (
        SELECT max((CASE WHEN f.troubled THEN ${effectiveVerdict} ELSE m.verdict END)::text::standing)
        FROM enclosures e JOIN media m ON m.id = e.media_id
        WHERE e.feed_id = f.id AND e.vanished_at IS NULL)) AS standing
      FROM asked f
    )
    UPDATE subscriptions s SET standing = j.standing
    FROM judged j WHERE s.feed_id = j.id AND s.ended_at IS NULL AND s.standing <> j.standing`.execute(tx);
}

/** A host in trouble may concern thousands of feeds, which no one transaction should hold. */
async function putOff(tx: Db, feedIds: readonly number[]): Promise<void> {
  if (feedIds.length === 0) return;
  await sql`
    INSERT INTO standing_changes (kind, subject_id)
    SELECT 'feed', id FROM unnest(${feedIds}::bigint[]) AS f(id)`.execute(tx);
}
