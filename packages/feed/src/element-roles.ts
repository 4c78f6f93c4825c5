/**
 * How an element directly within an item or channel is collected: `text` keeps its character data, `empty` only its
 * attributes, `container` its attributes and known children.
 */
export type ElementRole = "text" | "empty" | "container";

/** Elements of an item (or entry) that are read, by canonical name. */
export const itemRoles: ReadonlyMap<string, ElementRole> = new Map<string, ElementRole>([
  ["title", "text"],
  ["guid", "text"],
  ["pubDate", "text"],
  ["enclosure", "empty"],
  ["enc:enclosure", "empty"],
  ["dc:date", "text"],
  ["dcterms:issued", "text"],
  ["dcterms:created", "text"],
  ["atom:id", "text"],
  ["atom:title", "text"],
  ["atom:published", "text"],
  ["atom:updated", "text"],
  ["atom:issued", "text"],
  ["atom:created", "text"],
  ["atom:modified", "text"],
  ["atom:link", "empty"],
  ["media:content", "empty"],
  ["media:group", "container"],
  ["podcast:alternateEnclosure", "container"],
]);

/** Elements of a channel (or feed) that are read. */
export const showRoles: ReadonlyMap<string, ElementRole> = new Map<string, ElementRole>([
  ["title", "text"],
  ["link", "text"],
  ["ttl", "text"],
  ["itunes:new-feed-url", "text"],
  ["itunes:block", "text"],
  ["itunes:complete", "text"],
  ["itunes:owner", "container"],
  ["podcast:guid", "text"],
  ["podcast:locked", "text"],
  ["podcast:txt", "text"],
  ["podcast:updateFrequency", "text"],
  ["podcast:podping", "empty"],
  ["podcast:block", "text"],
  ["atom:title", "text"],
  ["atom:link", "empty"],
]);

/** Known children of the containers above. */
export const containerChildren: ReadonlyMap<string, ElementRole> = new Map<string, ElementRole>([
  ["media:content", "empty"],
  ["podcast:source", "empty"],
  ["podcast:integrity", "empty"],
  ["itunes:email", "text"],
]);

/** Elements that make an episode or a live item. */
export const itemKeys: ReadonlySet<string> = new Set(["item", "atom:entry", "podcast:liveItem"]);

/** Elements that have an `enclosure`'s meaning wherever in an item they stand. */
export const enclosureKeys: ReadonlySet<string> = new Set(["enclosure", "enc:enclosure"]);

/** Whether an element may stand in `media:content` to describe it: titles, thumbnails, credits and the like. */
export function describesMedia(key: string): boolean {
  return key.startsWith("media:") && !itemRoles.has(key);
}

/** Known elements of items whose start shows that an element of plain text before them was never closed. */
export function endsPlainText(key: string): boolean {
  return (
    itemRoles.has(key) ||
    showRoles.has(key) ||
    itemKeys.has(key) ||
    key.includes(":") ||
    plainSiblings.has(key)
  );
}

const plainSiblings: ReadonlySet<string> = new Set([
  "description",
  "author",
  "category",
  "comments",
  "source",
  "language",
  "image",
  "copyright",
  "generator",
  "managingEditor",
  "webMaster",
  "lastBuildDate",
]);
