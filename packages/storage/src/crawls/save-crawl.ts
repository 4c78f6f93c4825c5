import { isSlow } from "@earshot/domain";
import { sql } from "kysely";
import { commitClaim } from "../claims/commit-claim.ts";
import { scheduleNow } from "../claims/schedule-now.ts";
import { savePages } from "../feeds/feed-pages.ts";
import { recountEpisodes, saveFeedHosts } from "../feeds/save-feed-hosts.ts";
import type { Db } from "../schema/database.ts";
import { textOrNull, toJson, toText } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import { regionalLookOf, saveRegionalViews } from "../vantages/save-regional-views.ts";
import type { Crawl, CrawlChanges, ParsedResult } from "./crawl.ts";
import { diffEnclosures } from "./diff-enclosures.ts";
import { listItems } from "./list-items.ts";
import { confirmMissing, readKnownEnclosures, saveEnclosures } from "./save-enclosures.ts";
import { saveMedia } from "./save-media.ts";
import { scheduleMedia, withdrawMedia } from "./schedule-media.ts";

/** A permanent redirect is followed from the start once this many crawls in a row saw it. */
const redirectsToMove = 3;

const nothing: CrawlChanges = {
  added: 0,
  changed: 0,
  vanished: 0,
  refused: 0,
  shrunken: false,
  mediaIds: [],
  withdrawnMediaIds: [],
};

/**
 * Records a crawl: the feed, its enclosures, their media and hosts, and when what is due. Undefined when the claim
 * was lost: nothing is written, and the caller writes nothing either. Must run inside a transaction.
 */
export async function saveCrawl(tx: Db, crawl: Crawl): Promise<CrawlChanges | undefined> {
  const { feedId, claimId, now, next, result } = crawl;
  // Feed first, then its place on the schedule: the order in which registrations and their ends take them, too.
  await tx.selectFrom("feeds").select("id").where("id", "=", feedId).forNoKeyUpdate().execute();
  const owned = await commitClaim(tx, {
    kind: "feed",
    claimId,
    id: feedId,
    dueAt: next.at,
    lane: next.lane,
    awayFrom: isSound(crawl) ? null : (crawl.probe?.vantage ?? null),
    slow: isSlow(crawl.faults),
    now,
  });
  if (!owned) return undefined;
  await saveOutcome(tx, crawl);
  await noteStandingChange(tx, "feed", [feedId]);
  if (crawl.probe !== null) await saveRegionalViews(tx, "feed", [regionalLookOf(feedId, crawl.probe)]);
  switch (result.kind) {
    case "failed":
      return nothing;
    case "unchanged": {
      const vanished = await confirmMissing(tx, crawl);
      const withdrawnMediaIds = await withdrawMedia(
        tx,
        vanished.map(({ mediaId }) => mediaId),
      );
      return { ...nothing, vanished: vanished.length, withdrawnMediaIds };
    }
    case "parsed":
      return saveDocument(tx, crawl, result);
  }
}

function isSound({ health, verdict }: Crawl): boolean {
  return health.state === "ok" && verdict !== "unreachable";
}

async function saveOutcome(tx: Db, crawl: Crawl): Promise<void> {
  const moved = crawl.redirectedTo;
  const found = crawl.result.kind !== "failed";
  await sql`
    UPDATE feeds
    SET crawled_at = ${crawl.now}, crawled_from = ${crawl.probe?.vantage ?? null}, status = ${crawl.status}, verdict = ${crawl.verdict}::verdict,
      faults = ${toJson(crawl.faults)}::jsonb, health = ${toJson(crawl.health)}::jsonb,
      ok_at = CASE WHEN ${found} THEN ${crawl.now}::timestamptz ELSE ok_at END,
      period_ms = ${crawl.periodMs},
      redirect_seen = CASE WHEN ${moved}::text IS NULL THEN 0 WHEN redirect_url = ${moved} THEN redirect_seen + 1 ELSE 1 END,
      redirect_url = ${moved},
      fetch_url = CASE WHEN ${found} AND redirect_url = ${moved} AND redirect_seen + 1 >= ${redirectsToMove}
        THEN ${moved} ELSE fetch_url END
    WHERE id = ${crawl.feedId}`.execute(tx);
}

async function saveDocument(tx: Db, crawl: Crawl, result: ParsedResult): Promise<CrawlChanges> {
  const { feedId, now, vanishAfterMs } = crawl;
  const { items, refused } = listItems(result.episodes);
  const identified = await saveMedia(tx, items, now);
  const known = await readKnownEnclosures(tx, feedId);
  const diff = diffEnclosures(identified, known, { complete: result.complete, now, vanishAfterMs });
  await saveEnclosures(tx, diff, { feedId, now });
  await saveFeedHosts(tx, [...diff.added.map(({ mediaId }) => mediaId), ...diff.promoted]);
  if (diff.vanished.length > 0) await recountEpisodes(tx, feedId);
  await savePages(tx, feedId, result.pages, now);
  await saveShow(tx, crawl, { result, items: items.length, shrunken: diff.shrunken });
  const mediaIds = await scheduleMedia(tx, identified, now);
  if (diff.promoted.length > 0) {
    await scheduleNow(tx, { kind: "media", ids: diff.promoted, lane: "ordinary", now });
  }
  const withdrawnMediaIds = await withdrawMedia(
    tx,
    diff.vanished.map(({ mediaId }) => mediaId),
  );
  return {
    added: diff.added.length,
    changed: diff.changed.length,
    vanished: diff.vanished.length,
    refused,
    shrunken: diff.shrunken,
    mediaIds,
    withdrawnMediaIds,
  };
}

const verifyTextsMax = 20;

/** What the feed's owner put into it to prove that it is theirs (`podcast:txt` with purpose "verify"). */
function verifyTextsOf(txt: ParsedResult["show"]["txt"]): string[] {
  return txt
    .filter(({ purpose }) => purpose?.toLowerCase() === "verify")
    .slice(0, verifyTextsMax)
    .map(({ text }) => toText(text.trim()));
}

/** Validators of a document that was cut off are forgotten: "not modified" would keep us from ever reading its end. */
async function saveShow(
  tx: Db,
  crawl: Crawl,
  found: { readonly result: ParsedResult; readonly items: number; readonly shrunken: boolean },
): Promise<void> {
  const { result, items, shrunken } = found;
  const { show, complete } = result;
  const newest = newestOf(result.episodes.map((episode) => episode.publishedAt));
  await tx
    .updateTable("feeds")
    .set({
      title: textOrNull(show.title),
      link: textOrNull(show.link),
      podcast_guid: textOrNull(show.podcastGuid),
      format: show.format,
      hub_url: textOrNull(show.hubUrl),
      ttl_minutes: show.ttlMinutes,
      owner_email: textOrNull(show.ownerEmail),
      verify_texts: verifyTextsOf(show.txt),
      window_size: result.windowSize,
      next_expected_at: result.nextExpectedAt,
      document_faults: toJson(crawl.faults.filter(({ code }) => code.startsWith("feed."))),
      newest_at: newest === null ? null : new Date(newest),
      etag: complete ? textOrNull(result.etag) : null,
      last_modified: complete ? textOrNull(result.lastModified) : null,
      body_hash: complete ? result.bodyHash : null,
      changed_at: crawl.now,
      clean: complete && !shrunken,
      episodes: result.episodes.length,
      enclosures: items,
    })
    .where("id", "=", crawl.feedId)
    .execute();
}

/** ISO 8601 times in UTC, all of one form, sort as texts. */
function newestOf(times: readonly (string | null)[]): string | null {
  return times.reduce(
    (newest, time) => (newest === null || (time !== null && time > newest) ? time : newest),
    null,
  );
}
