import { restAfterFailuresMs } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { hintChannels, sendHint } from "../schema/send-hint.ts";
import type { EndpointRow } from "./endpoint-row.ts";

/** How one attempt at an endpoint went. */
export interface EndpointOutcome {
  readonly endpointId: string;
  readonly at: Date;
  readonly delivered: boolean;
}

/** An endpoint that has just failed, with its failures up to now. */
export type FailingEndpoint = Pick<
  EndpointRow,
  "id" | "publisher_id" | "kind" | "url_host" | "enabled" | "failures" | "warned_at"
> & { readonly first_failure_at: Date };

/**
 * Counts endpoints' failures since their last success: a success among the outcomes forgets them, and brings forward what
 * waited for the end of a rest. Gives the endpoints that failed. A success of an endpoint that never failed, which is
 * nearly every one, writes nothing; the first at a URL verifies it.
 */
export async function tallyEndpoints(
  tx: Db,
  outcomes: readonly EndpointOutcome[],
  now: Date,
): Promise<readonly FailingEndpoint[]> {
  const byEndpoint = Map.groupBy(outcomes, ({ endpointId }) => endpointId);
  const isWell = (of: readonly EndpointOutcome[]) => of.some(({ delivered }) => delivered);
  const well = [...byEndpoint].filter(([, of]) => isWell(of)).map(([id]) => id);
  await forgetFailures(tx, well, now);
  const failed = [...byEndpoint].filter(([, of]) => !isWell(of));
  return failed.length === 0 ? [] : countFailures(tx, new Map(failed), now);
}

async function forgetFailures(tx: Db, endpointIds: readonly string[], now: Date): Promise<void> {
  if (endpointIds.length === 0) return;
  const { rows } = await sql<{ id: string; rested: boolean }>`
    WITH failing AS MATERIALIZED (
      SELECT id, rest_until IS NOT NULL AS rested FROM endpoints
      WHERE id = ANY(${endpointIds}::uuid[]) AND (failures > 0 OR verified_at IS NULL) ORDER BY id FOR UPDATE
    )
    UPDATE endpoints e SET first_failure_at = NULL, failures = 0, warned_at = NULL, rest_until = NULL,
      verified_at = coalesce(e.verified_at, ${now})
    FROM failing f WHERE e.id = f.id RETURNING e.id, f.rested`.execute(tx);
  const rested = rows.filter((row) => row.rested).map((row) => row.id);
  if (rested.length === 0) return;
  await sql`
    UPDATE schedule s SET due_at = ${now}, ready_at = ${now} FROM deliveries d
    WHERE s.kind = 'delivery' AND s.subject_id = d.id AND s.claim_id IS NULL AND s.ready_at > ${now}
      AND d.endpoint_id = ANY(${rested}::uuid[]) AND d.state = 'pending' AND d.next_attempt_at <= ${now}`.execute(
    tx,
  );
  await sendHint(tx, hintChannels.deliveries);
}

async function countFailures(
  tx: Db,
  failed: ReadonlyMap<string, readonly EndpointOutcome[]>,
  now: Date,
): Promise<readonly FailingEndpoint[]> {
  const { rows } = await sql<Pick<EndpointRow, "id" | "failures">>`
    SELECT id, failures FROM endpoints WHERE id = ANY(${[...failed.keys()]}::uuid[])
    ORDER BY id FOR UPDATE`.execute(tx);
  const tallies = rows.map(({ id, failures: before }) => {
    const of = failed.get(id) ?? [];
    const failures = before + of.length;
    const restMs = restAfterFailuresMs(failures);
    return {
      id,
      failures,
      first_at: new Date(Math.min(...of.map(({ at }) => at.getTime()))),
      rest_until: restMs === 0 ? null : new Date(now.getTime() + restMs),
    };
  });
  const updated = await sql<FailingEndpoint>`
    UPDATE endpoints e SET failures = t.failures, rest_until = t.rest_until,
      first_failure_at = coalesce(e.first_failure_at, t.first_at)
    FROM jsonb_to_recordset(${toJson(tallies)}::jsonb)
      AS t(id uuid, failures integer, first_at timestamptz, rest_until timestamptz)
    WHERE e.id = t.id
    RETURNING e.id, e.publisher_id, e.kind, e.url_host, e.enabled, e.failures, e.warned_at, e.first_failure_at`.execute(
    tx,
  );
  return updated.rows;
}
