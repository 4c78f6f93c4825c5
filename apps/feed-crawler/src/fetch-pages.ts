import { buildFault, type Fault, type ParsedEpisode, type ParsedFeed } from "@earshot/domain";
import { defaultFeedLimits } from "@earshot/feed";
import type { Admit, Prober } from "@earshot/probe";
import { addFaults } from "./add-faults.ts";
import { type AskedPage, type FetchedFeed, fetchFeed } from "./fetch-feed.ts";

/** Pages read of one feed, the first included. */
const pagesMax = 100;
/** Faults told of all pages after the first together. */
const pageFaultsMax = 20;

/**
 * Fetches the further pages of a paged or archived feed (RFC 5005 §3 and §4, JSON Feed's `next_url`), one after
 * another, and gives the feed with the episodes of all. An episode that stands on two pages counts once. What keeps a
 * page from being read is a warning and ends the reading. After a page that failed the feed is incomplete, so nothing is
 * taken as vanished and the next crawl reads it again; one with too many pages is taken as what its first pages show.
 * A page whose host has no turn for us in time puts the whole crawl off. `endsAt` is on the clock of `performance.now()`.
 */
export async function fetchPages(way: PageWay, first: FetchedFeed, endsAt: number): Promise<FetchedFeed> {
  if (first.parsed?.feed?.nextPageUrl == null) return first;
  const pages = new PageReader(way, first.parsed, first.answerUrl);
  const stop = await pages.readAll(endsAt);
  const { episodes, faults, complete, asked } = pages;
  if (pages.isDeferred) return { ...first, isDeferred: true, pages: asked };
  const ofPages = stop === null ? faults : [...faults, stop.fault];
  const isWhole = complete && stop?.isFailure !== true;
  const parsed = {
    ...first.parsed,
    episodes,
    complete: isWhole,
    faults: [...first.parsed.faults, ...ofPages],
  };
  const probe = addFaults(first.probe, ofPages);
  return { ...first, parsed, probe, pages: asked };
}

/** How pages are asked for. */
export interface PageWay {
  readonly prober: Prober;
  /** Asked before each host that nobody claimed; without it every host is asked at once. */
  readonly admit?: Admit;
}

/** What kept the pages from being read to the last. */
interface Stop {
  readonly fault: Fault;
  /** Whether the next crawl may find it otherwise, the first page being the same. */
  readonly isFailure: boolean;
}

class PageReader {
  readonly episodes: ParsedEpisode[];
  readonly faults: Fault[] = [];
  readonly asked: AskedPage[] = [];
  complete: boolean;
  isDeferred = false;
  private readonly way: PageWay;
  private readonly seenPages: Set<string>;
  private readonly seenEpisodes: Set<string>;
  private next: string | null;

  constructor(way: PageWay, first: ParsedFeed, firstUrl: string | null) {
    this.way = way;
    this.episodes = [...first.episodes];
    this.seenEpisodes = new Set(first.episodes.map(keyOf));
    this.complete = first.complete;
    this.next = first.feed?.nextPageUrl ?? null;
    this.seenPages = new Set(firstUrl === null ? [] : [firstUrl]);
  }

  /** Reads page after page; gives what kept it from reading all, or null. */
  async readAll(endsAt: number): Promise<Stop | null> {
    for (let page = 2; this.next !== null && !this.seenPages.has(this.next); page++) {
      const url = this.next;
      const deadlineMs = endsAt - performance.now();
      if (page > pagesMax || this.episodes.length >= defaultFeedLimits.itemsMax)
        return {
          ...stopAt(page, url, "the feed has more pages or episodes than are read of one"),
          isFailure: false,
        };
      if (deadlineMs <= 0) return stopAt(page, url, "reading all pages takes too long");
      const fetched = await this.fetch(url, deadlineMs);
      this.seenPages.add(url);
      this.isDeferred = fetched.isDeferred;
      if (this.isDeferred) return null;
      this.asked.push(askedPageOf(page, url, fetched));
      if (fetched.parsed?.feed == null)
        return stopAt(page, url, fetched.probe.faults[0]?.message ?? "it gives no feed");
      this.take(page, fetched.parsed);
      this.next = fetched.parsed.feed.nextPageUrl;
    }
    return null;
  }

  private fetch(url: string, deadlineMs: number): Promise<FetchedFeed> {
    const askedBefore = [...this.seenPages].map((page) => new URL(page));
    const request = { url, etag: null, lastModified: null, deadlineMs, askedBefore };
    return fetchFeed(this.way.prober, request, this.way.admit);
  }

  private take(page: number, { episodes, faults, complete }: ParsedFeed): void {
    this.complete &&= complete;
    for (const episode of episodes) {
      const key = keyOf(episode);
      if (this.seenEpisodes.has(key)) continue;
      this.seenEpisodes.add(key);
      this.episodes.push(episode);
    }
    for (const fault of faults) {
      if (this.faults.length >= pageFaultsMax) return;
      // What one page lacks, another may have.
      if (fault.code === "feed.no-enclosures") continue;
      this.faults.push({ ...fault, message: `On page ${page}: ${fault.message}` });
    }
  }
}

/** What is kept of a page. */
export function askedPageOf(number: number, url: string, fetched: FetchedFeed): AskedPage {
  const { etag, lastModified, bodyHash, probe } = fetched;
  return { number, url, etag, lastModified, bodyHash, probe };
}

/** What two pages that show the same episode have in common. */
function keyOf({ guid, enclosures }: ParsedEpisode): string {
  return JSON.stringify([guid, enclosures[0]?.url ?? null]);
}

function stopAt(page: number, url: string, why: string): Stop {
  const reason = why.replace(/\.$/, "");
  const message = `Page ${page} of the feed (${url.slice(0, 300)}) was not read: ${reason}. The episodes on it and after it are not watched.`;
  return { fault: buildFault("feed.malformed", { message }), isFailure: true };
}
