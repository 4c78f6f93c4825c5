import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson, toText } from "../schema/json.ts";

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
  const { hostname: written, port, protocol } = new URL(url);
  const tls = protocol === "https:";
  // As in a hop: an IPv6 address stands in brackets in a URL only.
  const hostname = written.startsWith("[") ? written.slice(1, -1) : written;
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
  if (wanted.length === 0) return new Map();
  const known = await readKnown(tx, wanted);
  const have = new Set(known.map(hostKey));
  const missing = wanted.filter((host) => !have.has(hostKey(host)));
  if (missing.length > 0) known.push(...(await insertHosts(tx, missing, now)));
  const staleBefore = now.getTime() - seenEveryMs;
  await markSeen(
    tx,
    known.filter((host) => host.last_seen_at.getTime() < staleBefore).map(({ id }) => id),
    now,
  );
  return new Map(known.map((host) => [hostKey(host), host.id]));
}

interface KnownHost {
  readonly id: number;
  readonly hostname: string;
  readonly port: number;
  readonly last_seen_at: Date;
}

async function readKnown(tx: Db, hosts: readonly HostName[]): Promise<KnownHost[]> {
  const { rows } = await sql<KnownHost>`
    /* plan: known-hosts */ SELECT h.id, h.hostname, h.port, h.last_seen_at
    FROM unnest(${hosts.map(({ hostname }) => toText(hostname))}::text[], ${hosts.map(({ port }) => port)}::integer[])
      AS w(hostname, port) JOIN hosts h ON h.hostname = w.hostname AND h.port = w.port`.execute(tx);
  return rows;
}

async function insertHosts(tx: Db, hosts: readonly HostName[], now: Date): Promise<readonly KnownHost[]> {
  await sql`
    INSERT INTO hosts (hostname, port, tls, first_seen_at, last_seen_at)
    SELECT h.hostname, h.port, h.tls, ${now}, ${now}
    FROM jsonb_to_recordset(${toJson(hosts)}::jsonb) AS h(hostname text, port integer, tls boolean)
    ORDER BY h.hostname, h.port
    ON CONFLICT (hostname, port) DO NOTHING`.execute(tx);
  return readKnown(tx, hosts);
}

/** Rows that another transaction is writing are left to it, so that no two ever wait for each other in a circle. */
async function markSeen(tx: Db, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    UPDATE hosts SET last_seen_at = ${now} WHERE id IN (
      SELECT id FROM hosts WHERE id = ANY(${ids}::bigint[]) FOR NO KEY UPDATE SKIP LOCKED)`.execute(tx);
}
