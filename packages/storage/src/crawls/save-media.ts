import { sql } from "kysely";
import { scheduleSubjects } from "../claims/schedule-subjects.ts";
import { markHot } from "../hosts/mark-hot.ts";
import { hostKey, upsertHosts } from "../hosts/upsert-hosts.ts";
import type { Db } from "../schema/database.ts";
import { inChunks } from "../schema/in-chunks.ts";
import { toJson } from "../schema/json.ts";
import type { IdentifiedItem } from "./diff-enclosures.ts";
import { type CrawledItem, isHotItem } from "./list-items.ts";

/** Makes sure that the media and hosts of all items exist, hosts on the schedule, and gives the items their media. */
export async function saveMedia(
  tx: Db,
  items: readonly CrawledItem[],
  now: Date,
): Promise<readonly IdentifiedItem[]> {
  const ids = await readMediaIds(tx, items);
  const missing = [
    ...new Map(items.filter(({ urlHash }) => !ids.has(urlHash)).map((item) => [item.urlHash, item])).values(),
  ];
  if (missing.length > 0) {
    await insertMedia(tx, missing, now);
    for (const [hash, id] of await readMediaIds(tx, missing)) ids.set(hash, id);
  }
  return items.map((item) => {
    const mediaId = ids.get(item.urlHash);
    if (mediaId === undefined) throw new Error(`Media ${item.url} vanished while it was saved`);
    return { ...item, mediaId };
  });
}

async function readMediaIds(tx: Db, items: readonly CrawledItem[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const chunk of inChunks(items)) {
    const { rows } = await sql<{ id: number; url_hash: string }>`
      SELECT id, url_hash FROM media WHERE url_hash = ANY(${chunk.map((item) => item.urlHash)}::uuid[])`.execute(
      tx,
    );
    for (const row of rows) ids.set(row.url_hash, row.id);
  }
  return ids;
}

async function insertMedia(tx: Db, items: readonly CrawledItem[], now: Date): Promise<void> {
  const hostIds = await upsertHosts(
    tx,
    items.map((item) => item.host),
    now,
  );
  const subjects = [...hostIds.values()].map((id) => ({ id, hostId: id, dueAt: now, lane: "hot" as const }));
  await scheduleSubjects(tx, { kind: "host", subjects });
  const hot = items.filter((item) => isHotItem(item, now));
  await markHot(
    tx,
    hot.flatMap((item) => hostIds.get(hostKey(item.host)) ?? []),
    now,
  );
  for (const chunk of inChunks(items)) {
    const rows = chunk.map((item) => ({
      url: item.url,
      url_hash: item.urlHash,
      host_id: hostIds.get(hostKey(item.host)),
      hot_step: isHotItem(item, now) ? 0 : null,
    }));
    // In order of their hashes, so that two crawls with URLs in common wait for each other and never in a circle.
    await sql`
      WITH made AS (
        INSERT INTO media (url, url_hash, host_id, hot_step, first_seen_at)
        SELECT m.url, m.url_hash, m.host_id, m.hot_step, ${now}
        FROM jsonb_to_recordset(${toJson(rows)}::jsonb)
          AS m(url text, url_hash uuid, host_id bigint, hot_step smallint)
        ORDER BY m.url_hash
        ON CONFLICT (url_hash) DO NOTHING RETURNING id, host_id
      )
      INSERT INTO media_hosts (media_id, host_id, position) SELECT id, host_id, 0 FROM made`.execute(tx);
  }
}
