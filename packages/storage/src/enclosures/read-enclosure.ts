import type { Probe } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { type Enclosure, enclosureColumns } from "./enclosure.ts";

/** An enclosure with what its last probes found. Certificates in evidence lack their PEM. */
export interface EnclosureDetail extends Enclosure {
  /** The publisher's own feed it belongs to: a subscription's id. */
  readonly subscriptionId: string;
  /** The latest probe that failed, and the latest that was kept in full. */
  readonly lastFailure: Probe | null;
  readonly lastEvidence: Probe | null;
}

/** One enclosure of a publisher's feeds, or undefined; of anybody's when `publisherId` is null, for ops. */
export async function readEnclosure(
  db: Db,
  input: { readonly id: number; readonly publisherId: string | null },
): Promise<EnclosureDetail | undefined> {
  const owner = input.publisherId === null ? sql`true` : sql`s.publisher_id = ${input.publisherId}`;
  const { rows } = await sql<EnclosureDetail>`
    SELECT ${enclosureColumns}, s.id AS "subscriptionId", m.last_failure AS "lastFailure",
      m.last_evidence AS "lastEvidence"
    FROM enclosures e JOIN media m ON m.id = e.media_id
    JOIN subscriptions s ON s.feed_id = e.feed_id AND s.ended_at IS NULL AND ${owner}
    WHERE e.id = ${input.id} AND e.vanished_at IS NULL
    ORDER BY s.id LIMIT 1`.execute(db);
  return rows[0];
}
