import type { Fault, SubjectHealth, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { hostsInTrouble } from "../hosts/hosts-in-trouble.ts";
import type { Db } from "../schema/database.ts";
import { healthOf, type StoredHealth } from "../schema/health.ts";
import { idList } from "../schema/id-list.ts";

/** What a checker needs to know of an enclosure URL before and after it probes it. */
export interface MediaForProbe {
  readonly id: number;
  readonly url: string;
  readonly hostId: number;
  /** What the feeds that carry it say it is, of one of them. */
  readonly declaredType: string | null;
  readonly probedAt: Date | null;
  readonly verdict: Verdict | null;
  readonly faults: readonly Fault[];
  readonly rangeIgnored: boolean;
  /** Looks at it while it was hot, or null when it is not. */
  readonly hotStep: number | null;
  readonly firstSeenAt: Date;
  readonly health: SubjectHealth;
  /** Whether it is among the newest episodes of some watched feed. */
  readonly newest: boolean;
  /** The watched feeds that carry it. */
  readonly feedIds: readonly number[];
  /** The hosts on its last known redirect chain that are in an open incident. */
  readonly troubledHostIds: readonly number[];
}

/** Media as they stand, in no order; those that do not exist are left out. */
export async function readMediaForProbe(db: Db, ids: readonly number[]): Promise<readonly MediaForProbe[]> {
  const { rows } = await sql<Omit<MediaForProbe, "health"> & { health: StoredHealth }>`
    /* plan: media-for-probe */ SELECT m.id, m.url, m.host_id AS "hostId", m.probed_at AS "probedAt", m.verdict, m.faults,
      m.range_ignored AS "rangeIgnored", m.hot_step AS "hotStep", m.first_seen_at AS "firstSeenAt", m.health,
      c."declaredType", coalesce(c.newest, false) AS newest, coalesce(c."feedIds", '{}') AS "feedIds",
      CASE WHEN EXISTS ${hostsInTrouble} THEN
        ARRAY(SELECT w.host_id FROM media_hosts w WHERE w.media_id = m.id AND w.host_id IN ${hostsInTrouble})
        ELSE '{}' END AS "troubledHostIds"
    FROM media m
    LEFT JOIN LATERAL (
      SELECT min(e.declared_type) AS "declaredType", bool_or(e.newest) AS newest, array_agg(e.feed_id) AS "feedIds"
      FROM enclosures e
      WHERE e.media_id = m.id AND e.vanished_at IS NULL
        AND EXISTS (SELECT FROM subscriptions s WHERE s.feed_id = e.feed_id AND s.ended_at IS NULL)
    ) c ON true
    WHERE m.id = ANY(${idList(ids)}::bigint[])`.execute(db);
  // Two items of one feed may carry the same URL.
  return rows.map((row) => ({ ...row, feedIds: [...new Set(row.feedIds)], health: healthOf(row.health) }));
}
