import { isHot, newestPerFeed, type ParsedEpisode } from "@earshot/domain";
import { type HostName, hostKey, hostOfUrl } from "../hosts/upsert-hosts.ts";
import { hashText } from "../schema/hash-text.ts";
import { textOrNull } from "../schema/json.ts";

/** One enclosure of a parsed feed, as it is to be stored. */
export interface CrawledItem {
  readonly url: string;
  readonly urlHash: string;
  readonly host: HostName;
  readonly guid: string | null;
  readonly guidHash: string;
  readonly title: string | null;
  readonly publishedAt: string | null;
  readonly kind: "primary" | "alternate";
  readonly type: string | null;
  readonly length: number | null;
  readonly newest: boolean;
}

/** A feed whose enclosures name more hosts than this is not a podcast, or not a friendly one. */
const hostsPerFeedMax = 50;

/**
 * The distinct (guid, URL) pairs of a document, in its order. Unusable URLs are left out, and so is what lies beyond
 * the fifty hosts that carry most of its enclosures; `refused` counts those.
 */
export function listItems(episodes: readonly ParsedEpisode[]): {
  readonly items: readonly CrawledItem[];
  readonly refused: number;
} {
  const newest = new Set(newestEpisodes(episodes));
  const items = new Map<string, CrawledItem>();
  for (const episode of episodes) {
    const guid = textOrNull(episode.guid);
    const guidHash = hashText(guid ?? "");
    for (const { url, kind, type, length } of episode.enclosures) {
      if (url === null || !URL.canParse(url)) continue;
      const urlHash = hashText(url);
      const key = `${guidHash} ${urlHash}`;
      if (items.has(key)) continue;
      items.set(key, {
        url,
        urlHash,
        host: hostOfUrl(url),
        guid,
        guidHash,
        title: textOrNull(episode.title),
        publishedAt: episode.publishedAt,
        kind,
        type: textOrNull(type),
        length: length !== null && Number.isSafeInteger(length) ? length : null,
        newest: newest.has(episode),
      });
    }
  }
  return withinHosts([...items.values()]);
}

/** Whether an item just published is to be looked at often for an hour. */
export function isHotItem(item: CrawledItem, now: Date): boolean {
  return isHot(item.publishedAt === null ? null : new Date(item.publishedAt), now);
}

function newestEpisodes(episodes: readonly ParsedEpisode[]): readonly ParsedEpisode[] {
  return episodes
    .filter((episode) => episode.enclosures.length > 0)
    .map((episode) => ({
      episode,
      at: episode.publishedAt === null ? -Infinity : Date.parse(episode.publishedAt),
    }))
    .sort((a, b) => (a.at === b.at ? 0 : b.at - a.at))
    .slice(0, newestPerFeed)
    .map(({ episode }) => episode);
}

function withinHosts(items: readonly CrawledItem[]): { items: readonly CrawledItem[]; refused: number } {
  const counts = new Map<string, number>();
  for (const { host } of items) counts.set(hostKey(host), (counts.get(hostKey(host)) ?? 0) + 1);
  if (counts.size <= hostsPerFeedMax) return { items, refused: 0 };
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, hostsPerFeedMax);
  const kept = new Set(most.map(([key]) => key));
  const within = items.filter(({ host }) => kept.has(hostKey(host)));
  return { items: within, refused: items.length - within.length };
}
