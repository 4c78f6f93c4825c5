import type { Fault, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { type RegionalView, regionalViewsOf } from "../vantages/save-regional-views.ts";

/** An enclosure of a feed with how it stands. */
export interface Enclosure {
  readonly id: number;
  readonly feedId: number;
  readonly mediaId: number;
  readonly url: string;
  readonly guid: string | null;
  readonly title: string | null;
  readonly publishedAt: Date | null;
  readonly kind: "primary" | "alternate";
  readonly type: string | null;
  readonly length: number | null;
  readonly firstSeenAt: Date;
  /** Null before the first probe; then the worst of the last probe and the open host incidents on its chain. */
  readonly verdict: Verdict | null;
  /** Of the last probe. */
  readonly faults: readonly Fault[];
  readonly probedAt: Date | null;
  /** The earliest end of any certificate on the way, as of the last probe. */
  readonly expiresAt: Date | null;
  /** Whether it is not asked for, because a host on its way has an open incident that speaks for it. */
  readonly parked: boolean;
  /** How each vantage last saw it, when it is bad from one and good from another; else null. */
  readonly regional: readonly RegionalView[] | null;
}

/** The verdict of media `m`, with the open incidents of hosts on its way counted in. */
export const effectiveVerdict = sql<Verdict | null>`
  CASE WHEN m.verdict IS NULL OR m.verdict = 'unreachable' THEN m.verdict
    WHEN EXISTS (SELECT FROM media_hosts w JOIN hosts t ON t.id = w.host_id AND t.troubled WHERE w.media_id = m.id)
      OR EXISTS (SELECT FROM media_hosts w JOIN incidents i ON i.host_id = w.host_id AND i.state <> 'resolved'
        AND i.blamed_for IS DISTINCT FROM 'feed' WHERE w.media_id = m.id)
      THEN 'unreachable'::verdict
    ELSE m.verdict END`;

/** The columns of an enclosure `e` and its media `m`. */
export const enclosureColumns = sql`
  e.id, e.feed_id AS "feedId", e.media_id AS "mediaId", m.url, e.guid, e.title, e.published_at AS "publishedAt",
  e.kind, e.declared_type AS type, e.declared_length AS length, e.first_seen_at AS "firstSeenAt",
  ${effectiveVerdict} AS verdict, m.faults, m.probed_at AS "probedAt", m.expires_at AS "expiresAt",
  EXISTS (SELECT FROM schedule p WHERE p.kind = 'media' AND p.subject_id = m.id AND p.parked_by IS NOT NULL) AS parked,
  ${regionalViewsOf("media", sql`m.id`)} AS regional`;
