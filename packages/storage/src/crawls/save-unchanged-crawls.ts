import { type Fault, isSlow, type NextDue, type Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { commitClaims } from "../claims/commit-claim.ts";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";
import { toJson } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import { saveRegionalViews } from "../vantages/save-regional-views.ts";

/** A crawl that found a sound feed as it was: nothing to be read, told or put right. */
export interface UnchangedCrawl {
  readonly feedId: number;
  readonly claimId: string;
  readonly next: NextDue;
  /** Where it was made from. */
  readonly vantage: string;
  readonly status: number | null;
  readonly verdict: Verdict;
  readonly faults: readonly Fault[];
  /** The period that the feed is on from now, in milliseconds. */
  readonly periodMs: number;
}

/**
 * Records crawls of different feeds that found nothing new, in five statements however many they are. Gives the ids
 * whose claim was still held; nothing is written of the others. Must run inside a transaction.
 */
export async function saveUnchangedCrawls(
  tx: Db,
  { crawls, now }: { readonly crawls: readonly UnchangedCrawl[]; readonly now: Date },
): Promise<readonly number[]> {
  const ids = crawls.map(({ feedId }) => feedId);
  // Feeds first, then their places on the schedule: the order in which registrations and their ends take them, too.
  await sql`/* plan: lock-feeds */ SELECT FROM feeds WHERE id = ANY(${idList(ids)}::bigint[]) ORDER BY id FOR NO KEY UPDATE`.execute(
    tx,
  );
  const owned = await commitClaims(tx, {
    kind: "feed",
    now,
    outcomes: crawls.map(({ feedId, claimId, next, faults }) => ({
      id: feedId,
      claimId,
      dueAt: next.at,
      lane: next.lane,
      slow: isSlow(faults),
    })),
  });
  const held = new Set(owned);
  const recorded = crawls.filter(({ feedId }) => held.has(feedId));
  const looks = recorded.map(({ feedId: id, vantage, verdict, faults }) => ({
    ...{ id, vantage, verdict, at: now, codes: faults.map(({ code }) => code) },
  }));
  await saveRegionalViews(tx, "feed", looks);
  const rows = recorded.map(({ feedId, vantage, status, verdict, faults, periodMs }) => ({
    ...{ id: feedId, vantage, status, verdict, faults, period_ms: periodMs },
  }));
  const written = await sql<{ id: number; isNew: boolean }>`
    /* plan: save-unchanged-crawls */
    WITH before AS MATERIALIZED (SELECT id, verdict FROM feeds WHERE id = ANY(${idList(owned)}::bigint[]))
    UPDATE feeds f
    SET crawled_at = ${now}, crawled_from = c.vantage, ok_at = ${now}, status = c.status, verdict = c.verdict, faults = c.faults,
      period_ms = c.period_ms, redirect_seen = 0, redirect_url = NULL
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb)
      AS c(id bigint, vantage text, status integer, verdict verdict, faults jsonb, period_ms integer)
    JOIN before b ON b.id = c.id
    WHERE f.id = c.id
    RETURNING f.id, b.verdict IS DISTINCT FROM f.verdict AS "isNew"`.execute(tx);
  const ofNewVerdict = written.rows.filter(({ isNew }) => isNew).map(({ id }) => id);
  await noteStandingChange(tx, "feed", ofNewVerdict);
  return owned;
}
