import type { Feed } from "../../api/feeds.ts";
import { type Shown, shownVerdicts } from "../../parts/verdict.ts";

/** The worst of the feed itself and its enclosures, which is how its listeners fare. */
export function worstOf(feed: Feed): Shown {
  const isShown = (verdict: Shown) => {
    if (verdict === "unprobed") return true;
    return feed.verdict === verdict || feed.enclosures[verdict] > 0;
  };
  return shownVerdicts.find(isShown) ?? "unprobed";
}

/** How far the first look at a feed has come; null when it is through. */
export interface FirstCheck {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** The first look at a feed: it is fetched, then every enclosure that has no verdict yet is probed. */
export function firstCheckOf(feed: Feed): FirstCheck | null {
  if (feed.crawledAt === null) return { stage: "Fetching the feed", done: 0, total: 0 };
  const { total, unprobed } = feed.enclosures;
  if (unprobed === 0) return null;
  return { stage: "Probing its enclosures", done: total - unprobed, total };
}
