import type { Fault, ParsedFeed } from "@earshot/domain";
import { toldSeverity } from "./told-severity.ts";

/** The JSON document of `earshot parse --json` for one input: a contract, field by field. */
export function projectParse(source: string, parsed: ParsedFeed): unknown {
  return {
    source,
    feed: parsed.feed && projectShow(parsed.feed),
    episodes: parsed.episodes.map(({ guid, title, publishedAt, enclosures }) => ({
      guid,
      title,
      publishedAt,
      enclosures: enclosures.map(({ url, type, length, kind }) => ({ url, type, length, kind })),
    })),
    faults: parsed.faults.map(projectFeedFault),
  };
}

/** The show's fields that the contract names. */
export function projectShow(show: NonNullable<ParsedFeed["feed"]>): unknown {
  const { title, podcastGuid, format, link } = show;
  return { title, podcastGuid, format, link };
}

/** A fault of a feed, with its line. */
export function projectFeedFault(fault: Fault): unknown {
  const { code, message, line } = fault;
  return { code, severity: toldSeverity(fault), message, line };
}
