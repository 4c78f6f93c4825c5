import type { ParsedEpisode, ParsedLiveItem } from "@earshot/domain";
import { EpisodeBuilder } from "./build-episode.ts";
import { Collector } from "./collector.ts";
import type { EpisodeContext } from "./episode-context.ts";
import { parseFragment } from "./parse-fragment.ts";
import type { PlainItem } from "./plain-item.ts";
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

/** An item's place in the order of the document. */
interface Slot {
  /** The builder, while the episode waits for the feed's URL; null while its item is open. */
  episode: ParsedEpisode | EpisodeBuilder | null;
  readonly line: number;
}

/** The items of a document: those open, innermost last, and the episodes that those closed have become. */
export class ItemList {
  readonly liveItems: ParsedLiveItem[] = [];
  private readonly context: EpisodeContext;
  private readonly open: OpenItem[] = [];
  private readonly slots: Slot[] = [];
  private begun = 0;
  private readonly itemsMax: number;
  /** Whether the document has more items than are read. */
  overflowed = false;

  constructor(context: EpisodeContext, itemsMax: number) {
    this.context = context;
    this.itemsMax = itemsMax;
  }

  /** Whether no more items are read. */
  get isFull(): boolean {
    return this.begun >= this.itemsMax;
  }

  /** Episodes begun so far, without those given up. */
  get episodeCount(): number {
    return this.slots.length;
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

  /** Begins an item whose start tag has these attributes; null when there are too many. */
  begin(key: string, attributes: string, line: number): OpenItem | null {
    if (this.isFull) {
      const message = `The feed has more than ${this.itemsMax} items; the rest was not read. Show fewer, or divide the feed into pages (RFC 5005).`;
      if (!this.overflowed)
        this.context.fault("feed.too-large", { message, severity: "outage", line }, "items");
      this.overflowed = true;
      return null;
    }
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

  /** Adds an item that was read whole; `base` is what its relative URLs refer to. */
  addPlain({ fragment, line, lines }: PlainItem, base: string | null): void {
    const builder = new EpisodeBuilder(this.context, line, null);
    const elements = fragment === "" ? [] : parseFragment(fragment);
    for (const [index, element] of elements.entries())
      builder.add({ element, line: lines[index] ?? line, base });
    this.slots.push({ episode: builder.lacksBase ? builder : builder.build(), line });
    this.begun++;
  }

  /** Gives up the episodes begun after the first `count`. */
  dropAfter(count: number): void {
    if (count < this.slots.length) this.slots.length = count;
  }

  /** Ends an item. */
  finish(item: OpenItem): void {
    this.open.splice(this.open.lastIndexOf(item), 1);
    item.collector.flush();
    const { builder } = item;
    const slot = this.slots[item.slot];
    if (slot === undefined) this.liveItems.push(this.readLiveItem(item.attributes, builder.build()));
    else slot.episode = builder.lacksBase ? builder : builder.build();
  }

  /** The episodes in document order, and the lines on which they begin. */
  result(): { episodes: ParsedEpisode[]; lines: number[] } {
    const episodes: ParsedEpisode[] = [];
    const lines: number[] = [];
    for (const { episode, line } of this.slots) {
      if (episode === null) continue;
      episodes.push(episode instanceof EpisodeBuilder ? episode.build() : episode);
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
