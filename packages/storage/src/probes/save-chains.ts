import type { Hop } from "@earshot/domain";
import { sql } from "kysely";
import { saveFeedHosts } from "../feeds/save-feed-hosts.ts";
import { isHeard } from "../history/keep-evidence.ts";
import { countCrossings } from "../hosts/count-crossings.ts";
import { markHot } from "../hosts/mark-hot.ts";
import { type HostName, hostKey, upsertHosts } from "../hosts/upsert-hosts.ts";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";
import { toJson } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import type { ProbeOutcome } from "./save-probes.ts";

/**
 * Keeps the hosts on the way of each URL. A way that reached the media replaces what was known; one that broke off
 * only adds to it, since what lies behind the break is still on the way. Rows are written only where it changed.
 */
export async function saveChains(tx: Db, outcomes: readonly ProbeOutcome[], now: Date): Promise<void> {
  const hosts = outcomes.flatMap(({ probe }) => probe.hops.map(hostOfHop));
  const ids = await upsertHosts(tx, hosts, now);
  const known = await readChains(
    tx,
    outcomes.map((outcome) => outcome.mediaId),
  );
  const changes: ChainChange[] = [];
  const hot = new Set<number>();
  const crossed: number[] = [];
  for (const { mediaId, probe, hotStep } of outcomes) {
    const walked = [...new Set(probe.hops.flatMap((hop) => ids.get(hostKey(hostOfHop(hop))) ?? []))];
    const before = known.get(mediaId) ?? [];
    const after = isHeard(probe.verdict) ? walked : [...new Set([...before, ...walked])];
    if (!isSame(before, after)) changes.push({ mediaId, hostIds: after });
    if (hotStep !== null) for (const id of walked) hot.add(id);
    crossed.push(...walked);
  }
  await writeChains(tx, changes);
  const mediaIds = changes.map((change) => change.mediaId);
  await saveFeedHosts(tx, mediaIds);
  await noteStandingChange(tx, "media", mediaIds);
  await markHot(tx, [...hot], now);
  await countCrossings(tx, crossed, now);
}

interface ChainChange {
  readonly mediaId: number;
  readonly hostIds: readonly number[];
}

function hostOfHop(hop: Hop): HostName {
  return { hostname: hop.host, port: hop.port, tls: hop.url.startsWith("https:") };
}

function isSame(before: readonly number[], after: readonly number[]): boolean {
  return before.length === after.length && before.every((id, index) => id === after[index]);
}

async function readChains(
  tx: Db,
  mediaIds: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await sql<{ media_id: number; hosts: number[] }>`
    /* plan: chains-of-media */ SELECT media_id, array_agg(host_id ORDER BY position) AS hosts FROM media_hosts
    WHERE media_id = ANY(${idList(mediaIds)}::bigint[]) GROUP BY media_id`.execute(tx);
  return new Map(rows.map((row) => [row.media_id, row.hosts]));
}

async function writeChains(tx: Db, changes: readonly ChainChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    DELETE FROM media_hosts WHERE media_id = ANY(${changes.map((change) => change.mediaId)}::bigint[])`.execute(
    tx,
  );
  const rows = changes.flatMap(({ mediaId, hostIds }) =>
    hostIds.map((host_id, position) => ({ media_id: mediaId, host_id, position })),
  );
  await sql`
    INSERT INTO media_hosts (media_id, host_id, position)
    SELECT c.media_id, c.host_id, c.position
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS c(media_id bigint, host_id bigint, position smallint)`.execute(
    tx,
  );
}
