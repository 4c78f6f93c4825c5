import { nextFeedDue, type Periods, soundHealth } from "@earshot/domain";
import { type Claim, inTransaction, type Store, saveCrawl, saveUnchangedCrawls } from "@earshot/storage";

/** What the crawler of a universe needs. */
export interface PublishingDeps {
  readonly store: Store;
  readonly periods: Periods;
  /** When the universe began: every feed was crawled before, and nothing published until then is new. */
  readonly startAt: Date;
  /** Told of each episode that a crawl finds. */
  readonly onEpisode: (episode: { readonly url: string; readonly publishedAt: Date }) => void;
}

/** Crawls claimed feeds at an instant, and gives how many of them had something new. */
export type Crawl = (claim: Claim, now: Date) => Promise<number>;

/** Each feed publishes one episode in a week, at its own time of it. */
const publishEveryMs = 7 * 24 * 60 * 60_000;
/** A prime, so that neighbours' times lie far apart and all times are even over the week. */
const publishStepMs = 7_919_000;

/** Opens the crawler of a universe, where feeds publish by a script and each crawl finds what came since the last. */
export function openPublishing(deps: PublishingDeps): Crawl {
  const { store, periods, startAt } = deps;
  const crawledAt = new Map<number, number>();

  /** When the feed published last, in milliseconds since the epoch. */
  function publishedAtMs(feedId: number, now: Date): number {
    const placeMs = (feedId * publishStepMs) % publishEveryMs;
    return now.getTime() - ((((now.getTime() - placeMs) % publishEveryMs) + publishEveryMs) % publishEveryMs);
  }

  return async ({ claimId, subjects }, now) => {
    if (subjects.length === 0) return 0;
    const found = subjects.map(({ id }) => ({ id, publishedAt: new Date(publishedAtMs(id, now)) }));
    const isNew = ({ id, publishedAt }: (typeof found)[number]) =>
      publishedAt.getTime() > (crawledAt.get(id) ?? startAt.getTime());
    const publishing = found.filter(isNew);
    const crawls = found
      .filter((feed) => !isNew(feed))
      .map(({ id }) => ({
        ...{ feedId: id, claimId, next: nextFeedDue(`feed:${id}`, periods.feedMs, now), vantage: "local" },
        ...{ status: 304, verdict: "healthy" as const, faults: [], periodMs: periods.feedMs },
      }));
    await inTransaction(store, (tx) => saveUnchangedCrawls(tx, { crawls, now }));
    for (const { id, publishedAt } of publishing) {
      await recordDocument(deps, { feedId: id, claimId, now, publishedAt });
    }
    for (const { id } of subjects) crawledAt.set(id, now.getTime());
    return publishing.length;
  };
}

interface FoundEpisode {
  readonly feedId: number;
  readonly claimId: string;
  readonly now: Date;
  readonly publishedAt: Date;
}

/** Records a document that holds everything known of the feed, and one new episode on top. */
async function recordDocument({ store, periods, onEpisode }: PublishingDeps, found: FoundEpisode) {
  const { feedId, claimId, now, publishedAt } = found;
  const known = await readEpisodes(store, feedId);
  const host = new URL(known[0]?.enclosures[0]?.url ?? "https://none.example").origin;
  const url = `${host}/${feedId}/${publishedAt.getTime()}.mp3`;
  const latest = episodeOf({ guid: url, title: "A new episode", publishedAt, url });
  const show = {
    ...{ title: "A show", link: null, podcastGuid: null, format: "rss" as const, hubUrl: null },
    ...{ ttlMinutes: null, ownerEmail: null, txt: [] },
  };
  const result = {
    ...({
      kind: "parsed",
      etag: null,
      lastModified: null,
      bodyHash: null,
      show,
      windowSize: null,
      pages: [],
    } as const),
    ...{ nextExpectedAt: null, episodes: [latest, ...known], complete: true },
  };
  const crawl = {
    ...{ feedId, claimId, now, next: nextFeedDue(`feed:${feedId}`, periods.feedMs, now) },
    ...({ status: 200, verdict: "healthy", faults: [], health: soundHealth, probe: null } as const),
    ...{ redirectedTo: null, vanishAfterMs: periods.feedMs, periodMs: periods.feedMs, result },
  };
  await inTransaction(store, (tx) => saveCrawl(tx, crawl));
  onEpisode({ url, publishedAt });
}

async function readEpisodes({ db }: Store, feedId: number) {
  const items = await db
    .selectFrom("enclosures as e")
    .innerJoin("media as m", "m.id", "e.media_id")
    .select(["e.guid", "e.title", "e.published_at as publishedAt", "m.url"])
    .where("e.feed_id", "=", feedId)
    .where("e.vanished_at", "is", null)
    .execute();
  return items.map(episodeOf);
}

interface Item {
  readonly guid: string | null;
  readonly title: string | null;
  readonly publishedAt: Date | null;
  readonly url: string;
}

function episodeOf({ guid, title, publishedAt, url }: Item) {
  const enclosure = { url, type: "audio/mpeg", length: 1_000, kind: "primary" as const };
  return { guid, title, publishedAt: publishedAt?.toISOString() ?? null, enclosures: [enclosure] };
}
