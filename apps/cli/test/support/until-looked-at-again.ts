import { waitUntil } from "../../src/demo/wait-until.ts";
import { queryDatabase } from "./query-database.ts";

/**
 * How much later than its period a subject may be looked at when a fault of ours came between, in milliseconds: the
 * lease of whoever held it must end (`EARSHOT_LEASE`), a silent vantage counts as gone after 20 s, and a place in the
 * queue is held by a look that hangs for 30 s; ten seconds are for planning and the work itself. See ARCHITECTURE.md.
 */
export function lateMsMax(leaseMs: number): number {
  return leaseMs + 60_000;
}

/** What is to be looked at again. */
export interface AgainPlan {
  readonly databaseUrl: string;
  /** What all of its URLs and hosts have in their names, such as `shows.example`. */
  readonly name: string;
  readonly leaseMs: number;
}

/**
 * Lets the periods of everything of that name be over now, and waits until each of it, feeds, enclosures and hosts, was
 * looked at again: no later than a fault may make it. What is parked behind an open incident is spoken for by that.
 */
export async function untilLookedAtAgain({ databaseUrl, name, leaseMs }: AgainPlan): Promise<void> {
  const pattern = `%${name}%`;
  const at = new Date();
  const subjects = `
    SELECT 'feed'::subject_kind AS kind, id, crawled_at AS at FROM feeds WHERE url LIKE $1
    UNION ALL SELECT 'media', id, probed_at FROM media WHERE url LIKE $1
    UNION ALL SELECT 'host', id, checked_at FROM hosts WHERE hostname LIKE $1`;
  await queryDatabase(
    databaseUrl,
    `UPDATE schedule s SET due_at = $2, again_lane = CASE WHEN claim_id IS NULL THEN NULL ELSE lane END,
       ready_at = CASE WHEN claim_id IS NULL THEN $2 ELSE ready_at END
     FROM (${subjects}) t WHERE s.kind = t.kind AND s.subject_id = t.id AND s.parked_by IS NULL`,
    [pattern, at],
  );
  const left = async () => {
    const [row] = await queryDatabase<{ left: number }>(
      databaseUrl,
      `SELECT count(*)::int AS left FROM (${subjects}) t JOIN schedule s ON s.kind = t.kind AND s.subject_id = t.id
       WHERE s.parked_by IS NULL AND t.at IS DISTINCT FROM greatest(t.at, $2)`,
      [pattern, at],
    );
    return row?.left ?? 0;
  };
  const patienceMs = lateMsMax(leaseMs);
  await waitUntil(async () => (await left()) === 0, { patienceMs, what: `looks at all of ${name} again` });
}
