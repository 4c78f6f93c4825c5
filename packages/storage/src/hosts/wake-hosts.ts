import type { BlamedHost } from "@earshot/domain";
import { sql } from "kysely";
import { scheduleNow } from "../claims/schedule-now.ts";
import { scheduleSubjects } from "../claims/schedule-subjects.ts";
import type { Db } from "../schema/database.ts";
import { hostKey, upsertHosts } from "./upsert-hosts.ts";

/** Makes hosts that a probe ran into due at once: only a fresh host check may judge them. */
export async function wakeHosts(db: Db, blamed: readonly BlamedHost[], now: Date): Promise<void> {
  const hosts = [...new Map(blamed.map((host) => [hostKey(host), host])).values()];
  if (hosts.length === 0) return;
  const ids = [...(await upsertHosts(db, hosts, now)).values()];
  await scheduleSubjects(db, {
    kind: "host",
    subjects: ids.map((id) => ({ id, hostId: id, dueAt: now, lane: "hot" })),
  });
  await scheduleNow(db, { kind: "host", ids, lane: "hot", now });
}

/**
 * Makes the hosts on a feed's way that have an open incident or a certificate near its end due at once, so that a
 * publisher whose feed comes late is told now and not at the next look.
 */
export async function wakeTroubledHosts(db: Db, feedId: number, now: Date): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    SELECT h.id FROM feed_hosts d JOIN hosts h ON h.id = d.host_id
    WHERE d.feed_id = ${feedId} AND (h.troubled
      OR h.faults @> '[{"code":"certificate.expiring"}]'
      OR h.faults @> '[{"code":"certificate.chain-expiring"}]')`.execute(db);
  if (rows.length > 0)
    await scheduleNow(db, { kind: "host", ids: rows.map(({ id }) => id), lane: "hot", now });
}
