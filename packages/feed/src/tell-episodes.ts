import type { ParsedEpisode } from "@earshot/domain";
import type { ReadDocument } from "./document-reader.ts";
import type { FaultList } from "./fault-list.ts";

/** Adds the faults that only the whole list of episodes shows: what repeats, and what has nothing to play. */
export function tellEpisodes(faults: FaultList, read: ReadDocument): void {
  const guids = new Set<string>();
  const urls = new Set<string>();
  let silent = 0;
  for (const [index, episode] of read.episodes.entries()) {
    tellRepeats(faults, episode, read.lines[index] ?? null, { guids, urls });
    if (episode.enclosures.length === 0) silent++;
  }
  if (silent === read.episodes.length && read.liveItems.length === 0) {
    faults.add(
      "feed.no-enclosures",
      read.episodes.length === 0
        ? { message: "The feed has no items. Check that episodes are published in it." }
        : {},
    );
  } else if (silent > 0) {
    const message = `${silent} of ${read.episodes.length} items have no audio or video file, so apps do not show them. Add an enclosure to each that is an episode.`;
    faults.add("feed.no-enclosures", { message, severity: "info" });
  }
}

function tellRepeats(
  faults: FaultList,
  episode: ParsedEpisode,
  line: number | null,
  seen: { readonly guids: Set<string>; readonly urls: Set<string> },
): void {
  const { guid } = episode;
  if (guid !== null && seen.guids.has(guid)) {
    const message = `Several items share the guid "${guid.slice(0, 200)}"; apps show only one of them. Give each episode a guid of its own.`;
    faults.add("feed.duplicate-guid", { message, line }, "guid");
  }
  if (guid !== null) seen.guids.add(guid);
  for (const { url, kind } of episode.enclosures) {
    if (url === null || kind === "alternate") continue;
    if (seen.urls.has(url)) {
      const message = `Several enclosures share the URL "${url.slice(0, 200)}"; Apple ignores all but one. Give each episode a file of its own.`;
      faults.add("feed.duplicate-enclosure", { message, line }, "url");
    }
    seen.urls.add(url);
  }
}
