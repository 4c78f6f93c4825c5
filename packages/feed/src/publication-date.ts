import type { EpisodeContext } from "./episode-context.ts";
import { readDate } from "./read-date.ts";

/** Elements with dates by how well they say when an episode was published, best first. */
const dateOrder = [
  "pubDate",
  "atom:published",
  "atom:issued",
  "dc:date",
  "dcterms:issued",
  "atom:created",
  "dcterms:created",
  "atom:updated",
  "atom:modified",
];

/** A date as it stands in an item. */
export interface FoundDate {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** When an episode was published by the best of its item's dates that can be read, as ISO 8601 UTC; null without one. */
export function publicationDate(dates: readonly FoundDate[], context: EpisodeContext): string | null {
  const ranked = dates.length < 2 ? dates : dates.toSorted((a, b) => rank(a) - rank(b));
  for (const { name, text, line } of ranked) {
    const date = readDate(text);
    if (date?.form === (name === "pubDate" ? "rfc-2822" : "iso-8601")) return date.iso;
    const shown = text.slice(0, 60);
    if (date !== null) {
      const message = `The date "${shown}" does not follow its standard (RFC 2822 in RSS, RFC 3339 in Atom); apps differ in what they make of it. Write it so.`;
      context.fault("feed.malformed", { message, line, severity: "info" }, "date form");
      return date.iso;
    }
    const message = `The date "${shown}" cannot be read; Apple requires RFC 2822 dates. Write it like "Tue, 01 Oct 2019 10:00:00 +0000".`;
    context.fault("feed.malformed", { message, line }, "date");
  }
  return null;
}

const rank = ({ name }: FoundDate) => dateOrder.indexOf(name);
