import { buildFault, type Fault, type ParsedFeed } from "@earshot/domain";

/** What is kept of one crawl to compare the next with. */
export interface FeedSnapshot {
  readonly title: string | null;
  readonly podcastGuid: string | null;
  readonly items: readonly SnapshotItem[];
  /** Whether the document ended as it should; nothing may be taken as lost otherwise. */
  readonly complete: boolean;
}

/** One item of a snapshot; `key` is its guid, or its first enclosure URL where it has none. */
export interface SnapshotItem {
  readonly key: string;
  readonly url: string | null;
  /** ISO 8601 UTC, or null. */
  readonly publishedAt: string | null;
}

/** What two crawls of one feed differ in. */
export interface SnapshotComparison {
  /** `feed.identity-changed` and `feed.items-lost`, where they apply. */
  readonly faults: readonly Fault[];
  /** Items known by their enclosure URL that came back under another guid. */
  readonly guidsChanged: number;
  /** Items known by their guid whose enclosure URL is another. */
  readonly urlsChanged: number;
  /** Keys of items that are gone, whether by rule or not. */
  readonly lost: readonly string[];
  /** How many items the feed is known to show, learned further; null while unknown. */
  readonly windowSize: number | null;
}

/** Under this share of common guids, a feed with another title is another show. */
const identityOverlapMin = 0.2;
/** Above this share of items gone at once, episodes were lost. */
const lossShareMax = 0.2;

/** The snapshot of a crawl. */
export function buildSnapshot(parsed: ParsedFeed): FeedSnapshot {
  const items: SnapshotItem[] = [];
  for (const { guid, enclosures, publishedAt } of parsed.episodes) {
    const url = enclosures.find((enclosure) => enclosure.kind === "primary")?.url ?? null;
    const key = guid ?? url;
    if (key !== null) items.push({ key, url, publishedAt });
  }
  return {
    title: parsed.feed?.title ?? null,
    podcastGuid: parsed.feed?.podcastGuid ?? null,
    items,
    complete: parsed.feed !== null && parsed.complete,
  };
}

/**
 * Compares two crawls of one feed. `windowSize` is what earlier comparisons learned: a host that shows only the
 * newest N items drops the oldest as new ones come, which loses nothing. An incomplete crawl proves nothing.
 */
export function compareSnapshots(
  before: FeedSnapshot,
  after: FeedSnapshot,
  windowSize: number | null,
): SnapshotComparison {
  if (!before.complete || !after.complete) {
    return { faults: [], guidsChanged: 0, urlsChanged: 0, lost: [], windowSize };
  }
  const byKey = new Map(after.items.map((item) => [item.key, item]));
  const urls = new Set(after.items.map((item) => item.url));
  const kept = before.items.filter((item) => byKey.has(item.key));
  const renamed = before.items.filter(
    (item) => !byKey.has(item.key) && item.url !== null && urls.has(item.url),
  );
  const renamedItems = new Set(renamed);
  const lost = before.items.filter((item) => !byKey.has(item.key) && !renamedItems.has(item));
  const urlsChanged = kept.filter((item) => item.url !== (byKey.get(item.key)?.url ?? null)).length;
  const rolls = isRolling(lost, [...kept, ...renamed], after, windowSize);
  const learned = rolls && lost.length > 0 ? after.items.length : windowSize;
  const changed = isAnotherShow(before, after, kept.length);
  const faults: Fault[] = [];
  if (changed) faults.push(tellIdentity(before, after, kept.length));
  else if (!rolls && lost.length / before.items.length > lossShareMax) faults.push(tellLoss(before, lost));
  return {
    faults,
    guidsChanged: renamed.length,
    urlsChanged,
    lost: lost.map(({ key }) => key),
    windowSize: learned,
  };
}

/** A rename keeps its guids, and a feed that renews its guids keeps its name: only both together are another show. */
function isAnotherShow(before: FeedSnapshot, after: FeedSnapshot, kept: number): boolean {
  const smaller = Math.min(before.items.length, after.items.length);
  if (smaller === 0 || kept / smaller >= identityOverlapMin) return false;
  const guidChanged =
    before.podcastGuid !== null && after.podcastGuid !== null && before.podcastGuid !== after.podcastGuid;
  return guidChanged || before.title !== after.title;
}

/** Whether the items gone are the oldest and made room for new ones, or the feed is as long as it has learned to be. */
function isRolling(
  lost: readonly SnapshotItem[],
  kept: readonly SnapshotItem[],
  after: FeedSnapshot,
  windowSize: number | null,
): boolean {
  if (lost.length === 0) return true;
  const oldestKept = kept.map((item) => item.publishedAt ?? "").toSorted()[0] ?? "9999";
  const areOldest = lost.every((item) => item.publishedAt !== null && item.publishedAt <= oldestKept);
  const added = after.items.length - kept.length;
  return areOldest && (added >= lost.length || (windowSize !== null && after.items.length >= windowSize));
}

function tellIdentity(before: FeedSnapshot, after: FeedSnapshot, kept: number): Fault {
  const message = `The feed was "${before.title ?? ""}" and is now "${after.title ?? ""}"; ${kept} of ${before.items.length} episodes are the same.`;
  return buildFault("feed.identity-changed", { message });
}

function tellLoss(before: FeedSnapshot, lost: readonly SnapshotItem[]): Fault {
  const message = `${lost.length} of ${before.items.length} episodes are gone from the feed.`;
  return buildFault("feed.items-lost", { message });
}
