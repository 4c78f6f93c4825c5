import { type Db, type FeedForCrawl, insertNotices, readSubscribers } from "@earshot/storage";

/** How many items of a feed changed their guid or their enclosure URL at once. */
export interface Churn {
  readonly guidsChanged: number;
  readonly urlsChanged: number;
}

/** A change of a feed worth telling, though nothing is broken. */
export interface ToldChurn {
  readonly feed: FeedForCrawl;
  readonly churn: Churn;
  /** Of the document that brought the change: each document is told of once. */
  readonly bodyHash: string | null;
  readonly now: Date;
}

/** Writes one `feed.changed` notice for each publisher who watches the feed. */
export async function tellChurn(tx: Db, { feed, churn, bodyHash, now }: ToldChurn): Promise<void> {
  const subscribers = await readSubscribers(tx, feed.id);
  const notices = subscribers.map(({ publisherId, subscriptionId }) => ({
    publisherId,
    incidentId: null,
    type: "feed.changed" as const,
    sequence: 1,
    occurredAt: now,
    payload: {
      version: 1,
      sequence: 1,
      occurredAt: now.toISOString(),
      severity: "warning",
      summary: summarize(feed, churn),
      feedId: subscriptionId,
      url: feed.url,
      title: feed.title,
      ...churn,
      link: `/v1/feeds/${subscriptionId}`,
    },
    dedupeKey: `changed:${feed.id}:${bodyHash ?? now.toISOString()}:${publisherId}`,
  }));
  await insertNotices(tx, notices, now);
}

function summarize(feed: FeedForCrawl, { guidsChanged, urlsChanged }: Churn): string {
  const show = feed.title ?? feed.url;
  if (guidsChanged >= urlsChanged) {
    return `${guidsChanged} episodes of ${show} have new guids all at once; apps may show and download them again.`;
  }
  return `${urlsChanged} episodes of ${show} have new enclosure URLs all at once; directories will fetch them again.`;
}
