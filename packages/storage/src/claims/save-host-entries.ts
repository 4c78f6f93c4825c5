import { advancePace, fullPace, type HostSignal, type Pace } from "@earshot/domain";
import { sql } from "kysely";
import { type HostName, hostKey } from "../hosts/upsert-hosts.ts";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";

/** What one host had and said since the last time, in order. */
export interface HostEntry {
  readonly host: HostName;
  /** Requests by the day (UTC) on which they went out, such as `2026-11-25`. */
  readonly requests: ReadonlyMap<string, number>;
  readonly signals: readonly HostSignal[];
}

/** A host whose pace was advanced, and until when nobody asks it. */
export interface HostPaced {
  readonly host: HostName;
  readonly closedUntil: Date | null;
}

/** Counts the requests and advances the paces of hosts that are known. Gives those whose pace was in question. */
export async function saveHostEntries(
  store: Store,
  entries: readonly HostEntry[],
  now: Date,
): Promise<readonly HostPaced[]> {
  return inTransaction(store, async (tx) => {
    await countRequests(tx, entries);
    const paced = await lockPaces(tx, entries, now);
    const advanced = paced.map(({ hostId, entry, pace }) => ({
      hostId,
      host: entry.host,
      pace: entry.signals.reduce((so, signal) => advancePace(so, signal, now), pace),
    }));
    await savePaces(tx, advanced);
    return advanced.map(({ host, pace: { closedUntil } }) => ({ host, closedUntil }));
  });
}

function namesOf(entries: readonly HostEntry[]) {
  return sql`jsonb_to_recordset(${toJson(
    entries.map(({ host: { hostname, port }, signals }) => ({
      hostname,
      port,
      complains: signals.some(({ kind }) => kind !== "answered"),
    })),
  )}::jsonb) AS e(hostname text, port integer, complains boolean)
    JOIN hosts h ON h.hostname = e.hostname AND h.port = e.port`;
}

async function countRequests(tx: Db, entries: readonly HostEntry[]): Promise<void> {
  const counts = entries.flatMap(({ host: { hostname, port }, requests }) =>
    [...requests].map(([day, count]) => ({ hostname, port, day, count })),
  );
  if (counts.length === 0) return;
  await sql`
    INSERT INTO host_requests AS r (day, host_id, requests)
    SELECT c.day, h.id, c.count
    FROM jsonb_to_recordset(${toJson(counts)}::jsonb) AS c(hostname text, port integer, day date, count bigint)
    JOIN hosts h ON h.hostname = c.hostname AND h.port = c.port ORDER BY h.id, c.day
    ON CONFLICT (day, host_id) DO UPDATE SET requests = r.requests + excluded.requests`.execute(tx);
}

interface PaceRow {
  readonly host_id: number;
  readonly hostname: string;
  readonly port: number;
  readonly restored_at: Date | null;
  readonly slowed_at: Date | null;
  readonly closed_until: Date | null;
  readonly faults_in_row: number;
}

/** Locks those hosts that complain now or failed before; for all others nothing changes by being asked. */
async function lockPaces(tx: Db, entries: readonly HostEntry[], now: Date) {
  await sql`
    INSERT INTO host_slots (host_id, next_slot_at, open_at)
    SELECT h.id, ${now}, ${now} FROM ${namesOf(entries)}
    WHERE e.complains AND NOT EXISTS (SELECT FROM host_slots s WHERE s.host_id = h.id) ORDER BY h.id
    ON CONFLICT (host_id) DO NOTHING`.execute(tx);
  const { rows } = await sql<PaceRow>`
    SELECT s.host_id, h.hostname, h.port, s.restored_at, s.slowed_at, s.closed_until, s.faults_in_row
    FROM ${namesOf(entries)} JOIN host_slots s ON s.host_id = h.id
    WHERE e.complains OR s.faults_in_row > 0 ORDER BY s.host_id FOR UPDATE OF s`.execute(tx);
  const byKey = new Map(entries.map((entry) => [hostKey(entry.host), entry]));
  return rows.flatMap((row) => {
    const entry = byKey.get(hostKey(row));
    return entry === undefined ? [] : [{ hostId: row.host_id, entry, pace: paceOf(row) }];
  });
}

function paceOf(row: PaceRow): Pace {
  return {
    ...fullPace,
    restoredAt: row.restored_at,
    slowedAt: row.slowed_at,
    closedUntil: row.closed_until,
    faultsInRow: row.faults_in_row,
  };
}

async function savePaces(
  tx: Db,
  advanced: readonly { readonly hostId: number; readonly pace: Pace }[],
): Promise<void> {
  if (advanced.length === 0) return;
  const rows = advanced.map(({ hostId, pace }) => ({
    id: hostId,
    restored_at: pace.restoredAt,
    slowed_at: pace.slowedAt,
    closed_until: pace.closedUntil,
    faults_in_row: pace.faultsInRow,
  }));
  await sql`
    UPDATE host_slots s SET restored_at = p.restored_at, slowed_at = p.slowed_at, closed_until = p.closed_until,
      faults_in_row = p.faults_in_row
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS p(id bigint, restored_at timestamptz, slowed_at timestamptz,
      closed_until timestamptz, faults_in_row integer)
    WHERE s.host_id = p.id`.execute(tx);
}
