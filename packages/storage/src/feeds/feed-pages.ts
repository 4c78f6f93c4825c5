import type { Db } from "../schema/database.ts";
import { textOrNull, toText } from "../schema/json.ts";

/** A further page of a feed, and what tells whether it has changed. */
export interface FeedPage {
  /** 2 for the page that the first leads to. */
  readonly number: number;
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** SHA-256 of the body, in hexadecimal; null when none was read. */
  readonly bodyHash: string | null;
}

/** A page with when it was last asked for. */
export interface KnownPage extends FeedPage {
  readonly lookedAt: Date;
}

/** Puts the pages that a crawl has read in the place of those known before. Must run inside a transaction. */
export async function savePages(
  tx: Db,
  feedId: number,
  pages: readonly FeedPage[],
  now: Date,
): Promise<void> {
  await tx.deleteFrom("feed_pages").where("feed_id", "=", feedId).execute();
  if (pages.length === 0) return;
  const rows = pages.map(({ number, url, etag, lastModified, bodyHash }) => ({
    feed_id: feedId,
    number,
    url: toText(url),
    etag: textOrNull(etag),
    last_modified: textOrNull(lastModified),
    body_hash: bodyHash,
    looked_at: now,
  }));
  await tx.insertInto("feed_pages").values(rows).execute();
}

/** Takes note that a page was asked for and is as it was. */
export async function notePageLook(
  db: Db,
  look: { readonly feedId: number; readonly number: number; readonly now: Date },
): Promise<void> {
  await db
    .updateTable("feed_pages")
    .set({ looked_at: look.now })
    .where("feed_id", "=", look.feedId)
    .where("number", "=", look.number)
    .execute();
}
