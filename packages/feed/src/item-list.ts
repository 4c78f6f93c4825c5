import type { ParsedEpisode, ParsedLiveItem } from "@earshot/domain";
import { EpisodeBuilder, type EpisodeContext } from "./build-episode.ts";
import { Collector } from "./collector.ts";
import { readDate } from "./read-date.ts";
import { readRawAttribute } from "./references.ts";

/** An item being read. */
export interface OpenItem {
  readonly key: string;
  readonly attributes: string;
  readonly collector: Collector;
  readonly builder: EpisodeBuilder;
  /** Where its episode belongs in the order of the document. */
  readonly slot: number;
}

/** The items of a document: those open, innermost last, and the episodes that those closed have become. */
export class ItemList {
  readonly liveItems: ParsedLiveItem[] = [];
  private readonly context: EpisodeContext;
  private readonly open: OpenItem[] = [];
  private readonly slots: { episode: ParsedEpisode | null; readonly line: number }[] = [];
  private begun = 0;

  constructor(context: EpisodeContext) {
    this.context = context;
  }

  /** Items begun so far. */
  get count(): number {
    return this.begun;
  }

  /** Items that are open within each other. */
  get openCount(): number {
    return this.open.length;
  }

  /** The item that what is read now belongs to. */
  get innermost(): OpenItem | undefined {
    return this.open.at(-1);
  }

  /** Begins an item whose start tag has these attributes. */
  begin(key: string, attributes: string, line: number): OpenItem {
    const about =
      key === "item" ? readRawAttribute(attributes, "(?:[\\w-]+:)?about", this.context.entities) : "";
    const builder = new EpisodeBuilder(this.context, line, about === "" ? null : about);
    const collector = new Collector((placed) => builder.add(placed));
    const slot = key === "podcast:liveItem" ? -1 : this.slots.push({ episode: null, line }) - 1;
    const item = { key, attributes, collector, builder, slot };
    this.open.push(item);
    this.begun++;
    return item;
  }

  /** Ends an item. */
  finish(item: OpenItem): void {
    this.open.splice(this.open.lastIndexOf(item), 1);
    item.collector.flush();
    const episode = item.builder.build();
    const slot = this.slots[item.slot];
    if (slot === undefined) this.liveItems.push(this.readLiveItem(item.attributes, episode));
    else slot.episode = episode;
  }

  /** The episodes in document order, and the lines on which they begin. */
  result(): { episodes: ParsedEpisode[]; lines: number[] } {
    const episodes: ParsedEpisode[] = [];
    const lines: number[] = [];
    for (const { episode, line } of this.slots) {
      if (episode === null) continue;
      episodes.push(episode);
      lines.push(line);
    }
    return { episodes, lines };
  }

  private readLiveItem(attributes: string, episode: ParsedEpisode): ParsedLiveItem {
    const value = (name: string) => readRawAttribute(attributes, name, this.context.entities);
    const status = value("status").toLowerCase();
    return {
      ...episode,
      status: status === "pending" || status === "live" || status === "ended" ? status : null,
      startsAt: readDate(value("start"))?.iso ?? null,
      endsAt: readDate(value("end"))?.iso ?? null,
    };
  }
}
