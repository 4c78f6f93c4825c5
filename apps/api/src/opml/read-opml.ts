import { parseOpml } from "feedsmith";

/** A feed as a list of subscriptions names it. */
export interface ListedFeed {
  readonly url: string;
  readonly labels: string[];
}

type Outline = NonNullable<NonNullable<ReturnType<typeof parseOpml>["body"]>["outlines"]>[number];

/** Deeper outlines than any reader makes; what lies below is left out. */
const depthMax = 20;
const labelsMax = 20;
const labelCharactersMax = 64;

/**
 * The feeds in an OPML 2.0 list (http://opml.org/spec2.opml), in its order. Categories become labels, and so does the
 * name of the folder around a feed. Throws when the text is no OPML.
 */
export function readOpml(text: string): ListedFeed[] {
  return listFeeds(parseOpml(text).body?.outlines ?? [], null, 0);
}

function listFeeds(
  outlines: readonly Partial<Outline>[],
  folder: string | null,
  depth: number,
): ListedFeed[] {
  if (depth > depthMax) return [];
  return outlines.flatMap(({ xmlUrl, category, text, outlines: inner }) => [
    ...(xmlUrl === undefined ? [] : [{ url: xmlUrl, labels: readLabels(category, folder) }]),
    ...listFeeds(inner ?? [], text ?? folder, depth + 1),
  ]);
}

/** Categories are separated by commas, each a path with slashes. */
function readLabels(category: string | undefined, folder: string | null): string[] {
  const words = [...(category ?? "").split(","), folder ?? ""]
    .map((word) => word.trim().replace(/^\/+/, "").slice(0, labelCharactersMax).trim())
    .filter((word) => word !== "");
  return [...new Set(words)].slice(0, labelsMax);
}
