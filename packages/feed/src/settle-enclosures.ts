import type { ParsedEnclosure } from "@earshot/domain";
import { detach } from "./detach.ts";
import { resolveEnclosureUrl } from "./enclosure-url.ts";
import type { EpisodeContext } from "./episode-context.ts";
import { enclosureOrigins, type FoundEnclosure } from "./found-enclosure.ts";

/** The media types that nearly all enclosures have, so that a feed of thousands holds each once. */
const usualTypes = new Map(
  ["audio/mpeg", "audio/x-m4a", "audio/mp4", "audio/mp3", "video/mp4"].map((type) => [type, type]),
);
const shareType = (type: string | null) => (type === null ? null : (usualTypes.get(type) ?? detach(type)));
const rank = ({ origin }: FoundEnclosure) => enclosureOrigins.indexOf(origin);

/**
 * An episode's enclosures from all that was found in its item, the best kind first: a file that is named in several
 * ways counts once, and what only repeats an `<enclosure>` in another form is an alternate.
 */
export function settleEnclosures(
  found: readonly FoundEnclosure[],
  context: EpisodeContext,
): readonly ParsedEnclosure[] {
  if (found.length === 0) return none;
  const only = found.length === 1 ? found[0] : undefined;
  if (only !== undefined) return [describe(only, resolve(only, context), isPrimary(only, found))];
  const hasEnclosure = found.some(({ origin }) => origin === "enclosure");
  const seen = new Set<string | null>();
  const enclosures: ParsedEnclosure[] = [];
  for (const one of found.toSorted((a, b) => rank(a) - rank(b))) {
    const url = resolve(one, context);
    const isOwn = one.origin === "enclosure" || (one.origin === "link" && !hasEnclosure);
    if (seen.has(url) && !isOwn) continue;
    seen.add(url);
    enclosures.push(describe(one, url, isPrimary(one, found)));
  }
  return enclosures;
}

const none: readonly ParsedEnclosure[] = [];

/** Whether nothing better of its item says what is to be played. */
function isPrimary({ origin }: FoundEnclosure, found: readonly FoundEnclosure[]): boolean {
  if (origin === "enclosure") return true;
  if (origin === "link") return !found.some((other) => other.origin === "enclosure");
  return (
    origin === "media" && !found.some((other) => other.origin === "enclosure" || other.origin === "link")
  );
}

function describe(found: FoundEnclosure, url: string | null, isMain: boolean): ParsedEnclosure {
  const { type, length, integrity } = found;
  const kind = isMain ? "primary" : "alternate";
  return { url, type: shareType(type), length, kind, ...(integrity !== undefined && { integrity }) };
}

function resolve({ rawUrl, base, line }: FoundEnclosure, context: EpisodeContext): string | null {
  const { url, complaint } = resolveEnclosureUrl(rawUrl, base ?? context.documentBase());
  if (complaint !== null && rawUrl !== "") {
    context.fault(
      "feed.invalid-enclosure-url",
      { message: complaint, line },
      complaint.replace(/"[^"]*"/, ""),
    );
  }
  return url === null ? null : detach(url);
}
