import type { FeedFormat, ParsedShow, ParsedTxt, UpdateFrequency } from "@earshot/domain";
import type { PlacedElement } from "./collector.ts";
import { readAttribute, readText } from "./element-values.ts";
import type { FragmentElement } from "./parse-fragment.ts";
import { readDate } from "./read-date.ts";
import type { EntityTable } from "./references.ts";

/** `podcast:txt` records kept of one feed. */
const txtMax = 100;

/** The show in the making: receives the channel's elements, then gives the show. */
export class ShowBuilder {
  /** The feed's own URL as it states it, as soon as that is known. */
  selfUrl: string | null = null;
  private readonly entities: () => EntityTable;
  private readonly feedUrl: string | null;
  private readonly texts = new Map<string, string>();
  private readonly txt: ParsedTxt[] = [];
  private readonly links = new Map<string, string>();
  private locked: boolean | null = null;
  private blocked = false;
  private usesPodping: boolean | null = null;
  private updateFrequency: UpdateFrequency | null = null;

  constructor(feedUrl: string | null, entities: () => EntityTable) {
    this.feedUrl = feedUrl;
    this.entities = entities;
  }

  /** Takes one element of the channel. */
  add({ element, base }: PlacedElement): void {
    const { name } = element;
    const text = readText(element, this.entities());
    if (name === "atom:link") this.addLink(element, base);
    else if (name === "itunes:owner") this.addOwner(element);
    else if (name === "podcast:locked") this.locked ??= isYes(text);
    else if (name === "podcast:podping")
      this.usesPodping ??= this.attribute(element, "usesPodping") === "true";
    else if (name === "podcast:updateFrequency") this.updateFrequency ??= this.readFrequency(element);
    else if (name === "itunes:block") this.blocked ||= isYes(text);
    else if (name === "podcast:block") this.blocked ||= isYes(text) && this.attribute(element, "id") === null;
    else if (name === "podcast:txt") this.addTxt(element, text);
    else if (text !== null && !this.texts.has(name)) this.texts.set(name, text);
  }

  /** The show, all its elements taken. */
  build(format: FeedFormat): ParsedShow {
    const text = (name: string) => this.texts.get(name) ?? null;
    const newFeedUrl = text("itunes:new-feed-url");
    return {
      title: text("title") ?? text("atom:title"),
      podcastGuid: text("podcast:guid"),
      format,
      link: text("link") ?? this.links.get("alternate") ?? null,
      newFeedUrl: newFeedUrl === null ? null : (this.absolute(newFeedUrl, null) ?? newFeedUrl),
      hubUrl: this.links.get("hub") ?? null,
      ttlMinutes: readWhole(text("ttl")),
      selfUrl: this.selfUrl,
      nextPageUrl: this.links.get("next") ?? this.links.get("prev-archive") ?? null,
      ownerEmail: text("itunes:email"),
      locked: this.locked,
      blocked: this.blocked,
      finished: isYes(text("itunes:complete")) || this.updateFrequency?.complete === true,
      updateFrequency: this.updateFrequency,
      usesPodping: this.usesPodping,
      txt: this.txt,
    };
  }

  private attribute(element: FragmentElement, name: string): string | null {
    return readAttribute(element, name, this.entities());
  }

  private addLink(element: FragmentElement, base: string | null): void {
    const href = this.absolute(this.attribute(element, "href") ?? "", base);
    if (href === null) return;
    for (const rel of (this.attribute(element, "rel") || "alternate").toLowerCase().split(/\s+/, 5)) {
      if (!this.links.has(rel)) this.links.set(rel, href);
    }
    this.selfUrl ??= this.links.get("self") ?? null;
  }

  private addOwner(element: FragmentElement): void {
    const email = element.children.find((child) => child.name === "itunes:email");
    const text = email === undefined ? null : readText(email, this.entities());
    if (text !== null && !this.texts.has("itunes:email")) this.texts.set("itunes:email", text);
  }

  private addTxt(element: FragmentElement, text: string | null): void {
    if (text !== null && this.txt.length < txtMax)
      this.txt.push({ purpose: this.attribute(element, "purpose"), text });
  }

  private readFrequency(element: FragmentElement): UpdateFrequency {
    return {
      rrule: this.attribute(element, "rrule") || null,
      complete: this.attribute(element, "complete") === "true",
      startsAt: readDate(this.attribute(element, "dtstart") ?? "")?.iso ?? null,
    };
  }

  private absolute(href: string, base: string | null): string | null {
    const from = base ?? this.feedUrl;
    const url = href === "" ? null : from === null ? URL.parse(href) : URL.parse(href, from);
    return url === null || !/^https?:$/.test(url.protocol) ? null : url.href;
  }
}

const isYes = (text: string | null) => /^(?:yes|true)$/i.test(text ?? "");

function readWhole(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
