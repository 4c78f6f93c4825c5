import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";

/** A host as a URL names it. */
export interface HostName {
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
}

/** `hostname:port`, by which `upsertHosts` gives ids. */
export function hostKey(host: { readonly hostname: string; readonly port: number }): string {
  return `${host.hostname}:${host.port}`;
}

/** The host that an absolute http or https URL names. */
export function hostOfUrl(url: string): HostName {
  const { hostname, port, protocol } = new URL(url);
  const tls = protocol === "https:";
  return { hostname, port: port === "" ? (tls ? 443 : 80) : Number(port), tls };
}

const seenEveryMs = 60 * 60_000;

/** Makes sure that hosts exist, and gives their ids by `hostKey`. That they were seen is kept to the hour. */
export async function upsertHosts(
  tx: Db,
  hosts: Iterable<HostName>,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Map([...hosts].map((host) => [hostKey(host), host])).values()];
  const ids = new Map<string, number>();
  if (wanted.length === 0) return ids;
  await readIds(tx, wanted, ids);
  const missing = wanted.filter((host) => !ids.has(hostKey(host)));
  if (missing.length > 0) {
    await sql`
      INSERT INTO hosts (hostname, port, tls, first_seen_at, last_seen_at)
      SELECT h.hostname, h.port, h.tls, ${now}, ${now}
      FROM jsonb_to_recordset(${toJson(missing)}::jsonb) AS h(hostname text, port integer, tls boolean)
      ORDER BY h.hostname, h.port
      ON CONFLICT (hostname, port) DO NOTHING`.execute(tx);
    await readIds(tx, missing, ids);
  }
  const staleBefore = new Date(now.getTime() - seenEveryMs);
  // Rows that another transaction is writing are left to it, so that no two ever wait for each other in a circle.
  await sql`
    UPDATE hosts SET last_seen_at = ${now} WHERE id IN (
      SELECT id FROM hosts WHERE id = ANY(${[...ids.values()]}::bigint[]) AND last_seen_at < ${staleBefore}
      FOR NO KEY UPDATE SKIP LOCKED)`.execute(tx);
  return ids;
}

async function readIds(tx: Db, hosts: readonly HostName[], ids: Map<string, number>): Promise<void> {
  const { rows } = await sql<{ id: number; hostname: string; port: number }>`
    SELECT h.id, h.hostname, h.port FROM hosts h
    JOIN jsonb_to_recordset(${toJson(hosts)}::jsonb) AS w(hostname text, port integer)
      ON h.hostname = w.hostname AND h.port = w.port`.execute(tx);
  for (const row of rows) ids.set(hostKey(row), row.id);
}
