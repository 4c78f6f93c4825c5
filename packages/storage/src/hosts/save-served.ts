import type { HostCheck } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";

/** What is served is compared at each check and stamped this often. */
const stampEveryMs = 10 * 60_000;

/** Keeps what each checked address of each host serves now, instead of what it served before. */
export async function saveServed(
  tx: Db,
  checks: readonly { readonly hostId: number; readonly check: HostCheck }[],
  now: Date,
): Promise<void> {
  const checked = checks.flatMap(({ hostId, check }) =>
    check.addresses.map(({ address }) => ({ host_id: hostId, address })),
  );
  const served = checks.flatMap(({ hostId, check }) =>
    check.addresses.flatMap(({ address, tls }) =>
      (tls?.certificates ?? []).map((facts, position) => ({
        ...{ host_id: hostId, address, position, fingerprint: facts.fingerprint256 },
      })),
    ),
  );
  const rows = toJson(served);
  await sql`
    DELETE FROM host_certificates h
    USING jsonb_to_recordset(${toJson(checked)}::jsonb) AS c(host_id bigint, address text)
    WHERE h.host_id = ANY(${checks.map(({ hostId }) => hostId)}::bigint[])
      AND h.host_id = c.host_id AND h.address = c.address AND NOT EXISTS (
      SELECT FROM jsonb_to_recordset(${rows}::jsonb) AS s(host_id bigint, address text, position smallint)
      WHERE s.host_id = h.host_id AND s.address = h.address AND s.position = h.position)`.execute(tx);
  const stampBefore = new Date(now.getTime() - stampEveryMs);
  await sql`
    INSERT INTO host_certificates AS h (host_id, address, position, fingerprint, since, seen_at)
    SELECT s.host_id, s.address, s.position, s.fingerprint, ${now}, ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS s(host_id bigint, address text, position smallint, fingerprint text)
    ON CONFLICT (host_id, address, position) DO UPDATE
    SET fingerprint = excluded.fingerprint, seen_at = excluded.seen_at,
      since = CASE WHEN h.fingerprint = excluded.fingerprint THEN h.since ELSE excluded.since END
    WHERE h.fingerprint <> excluded.fingerprint OR h.seen_at < ${stampBefore}`.execute(tx);
}
