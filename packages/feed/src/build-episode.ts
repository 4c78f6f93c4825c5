import type { ParsedEpisode } from "@earshot/domain";
import type { PlacedElement } from "./collector.ts";
import { detach } from "./detach.ts";
import { readText } from "./element-values.ts";
import type { EpisodeContext } from "./episode-context.ts";
import { EnclosureFinder } from "./find-enclosures.ts";
import type { FoundEnclosure } from "./found-enclosure.ts";
import { type FoundDate, publicationDate } from "./publication-date.ts";
import { settleEnclosures } from "./settle-enclosures.ts";

function isRelative({ rawUrl, base }: FoundEnclosure): boolean {
  return base === null && rawUrl !== "" && !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(rawUrl);
}

/** An episode in the making: receives an item's elements, then gives the episode. */
export class EpisodeBuilder {
  /** Line on which the item begins. */
  readonly line: number;
  private readonly context: EpisodeContext;
  private readonly finder: EnclosureFinder;
  private readonly dates: FoundDate[] = [];
  private title: string | null = null;
  private guid: string | null = null;
  private fallbackGuid: string | null;

  constructor(context: EpisodeContext, line: number, about: string | null) {
    this.context = context;
    this.line = line;
    this.fallbackGuid = about;
    this.finder = new EnclosureFinder(context);
  }

  /** Takes one element of the item. */
  add(placed: PlacedElement): void {
    const { element, line } = placed;
    const { name } = element;
    if (name === "title" || name === "atom:title") this.title ??= readText(element, this.context.entities);
    else if (name === "guid") this.guid ??= readText(element, this.context.entities);
    else if (name === "atom:id") this.fallbackGuid ??= readText(element, this.context.entities);
    else if (!this.finder.add(placed)) {
      const text = readText(element, this.context.entities);
      const isNew = text !== null && !this.dates.some((date) => date.name === name);
      if (isNew) this.dates.push({ name, text, line });
    }
  }

  /** Whether some URL refers to the feed's own, which is not known yet: the feed may still tell. */
  get lacksBase(): boolean {
    return this.context.documentBase() === null && this.finder.found.some(isRelative);
  }

  /** The episode, all its elements taken. */
  build(): ParsedEpisode {
    this.tellCounts();
    const guid = this.guid ?? this.fallbackGuid;
    return {
      guid: guid === null ? null : detach(guid),
      title: this.title === null ? null : detach(this.title),
      publishedAt: publicationDate(this.dates, this.context),
      enclosures: settleEnclosures(this.finder.found, this.context),
    };
  }

  private tellCounts(): void {
    const { found, dropped } = this.finder;
    const { line } = this;
    if (dropped > 0) {
      const message = `${dropped} more enclosures of one item were not read. Give an item one enclosure.`;
      this.context.fault("feed.too-large", { message, line });
    }
    if (found.length < 2) return;
    const own = found.filter(({ origin }) => origin === "enclosure").length;
    if (own < 2) return;
    const message = `An item has ${own} enclosures; RSS provides for one, and Apple and most apps play only the first. Name the others in podcast:alternateEnclosure.`;
    this.context.fault("feed.malformed", { message, line, severity: "info" }, "several");
  }
}
