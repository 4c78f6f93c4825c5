import type { ParsedFeed } from "@earshot/domain";
import { paint } from "./paint.ts";
import { renderFault } from "./render-fault.ts";
import { showText } from "./show-text.ts";

const newestShown = 5;

/** A parsed feed for people: the show, its newest episodes, and every fault with its line. */
export function renderParse(source: string, parsed: ParsedFeed): string {
  const { feed, episodes, faults } = parsed;
  if (feed === null)
    return [`${paint.sign("unreachable")} ${showText(source)}: no feed`, ...faults.map(renderFault)].join(
      "\n",
    );
  const enclosures = episodes.reduce((sum, episode) => sum + episode.enclosures.length, 0);
  const sign = paint.sign(faults.some((fault) => fault.severity !== "info") ? "degraded" : "healthy");
  const lines = [
    `${sign} ${paint.bold(showText(feed.title ?? "(untitled)"))}  ${paint.dim(showText(source, 400))}`,
    `     ${feed.format}, ${episodes.length} episodes, ${enclosures} enclosures`,
    ...episodes.slice(0, newestShown).map((episode) => {
      const date = episode.publishedAt?.slice(0, 10) ?? "no date   ";
      return `     ${paint.dim(date)}  ${showText(episode.title ?? "(untitled)")}`;
    }),
  ];
  if (episodes.length > newestShown)
    lines.push(paint.dim(`     … and ${episodes.length - newestShown} more`));
  return [...lines, ...faults.map(renderFault)].join("\n");
}
