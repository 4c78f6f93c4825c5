import type { Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { containing } from "../schema/containing.ts";
import type { Db } from "../schema/database.ts";
import { type Enclosure, effectiveVerdict, enclosureColumns } from "./enclosure.ts";

/** Which enclosures of a feed to list, newest episode first. `after` is an enclosure's id. */
export interface EnclosureListing {
  readonly feedId: number;
  readonly limit: number;
  readonly after?: number | undefined;
  readonly verdict?: Verdict | undefined;
  /** Part of the episode's title or of the URL. */
  readonly search?: string | undefined;
  /** Only those with this host on their way. */
  readonly hostId?: number | undefined;
}

/**
 * One page of a feed's enclosures. The caller has made sure that the feed is the publisher's, as by
 * `readSubscription`.
 */
export async function listEnclosures(db: Db, input: EnclosureListing): Promise<readonly Enclosure[]> {
  const pattern = containing(input.search ?? "");
  // Undated ones come last, so they are compared as the beginning of time; row comparison then follows the index.
  const { rows } = await sql<Enclosure>`
    SELECT ${enclosureColumns}
    FROM enclosures e JOIN media m ON m.id = e.media_id
    WHERE e.feed_id = ${input.feedId} AND e.vanished_at IS NULL
      AND ${
        input.after === undefined
          ? sql`true`
          : sql`(coalesce(e.published_at, '-infinity'), e.id) <
              (SELECT coalesce(a.published_at, '-infinity'), a.id FROM enclosures a WHERE a.id = ${input.after})`
      }
      AND ${input.verdict === undefined ? sql`true` : sql`${effectiveVerdict} = ${input.verdict}::verdict`}
      AND ${input.search === undefined ? sql`true` : sql`(e.title ILIKE ${pattern} OR m.url ILIKE ${pattern})`}
      AND ${
        input.hostId === undefined
          ? sql`true`
          : sql`EXISTS (SELECT FROM media_hosts w WHERE w.media_id = m.id AND w.host_id = ${input.hostId})`
      }
    ORDER BY coalesce(e.published_at, '-infinity') DESC, e.id DESC LIMIT ${input.limit}`.execute(db);
  return rows;
}
