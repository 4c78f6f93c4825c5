import type { FaultCode, FaultDetails, ParsedEnclosure, ParsedEpisode } from "@earshot/domain";
import type { PlacedElement } from "./collector.ts";
import { detach } from "./detach.ts";
import { hasMiscasedAttribute, readAttribute, readText } from "./element-values.ts";
import { resolveEnclosureUrl } from "./enclosure-url.ts";
import type { FragmentElement } from "./parse-fragment.ts";
import { readDate } from "./read-date.ts";
import type { EntityTable } from "./references.ts";

/** What building an episode needs of its surroundings. */
export interface EpisodeContext {
  readonly entities: EntityTable;
  readonly enclosuresMax: number;
  /** The URL that relative ones refer to where no `xml:base` says otherwise, or null while unknown. */
  documentBase(): string | null;
  fault(code: FaultCode, details: FaultDetails, kind?: string): void;
}

/** Where an enclosure was found, which decides what it counts as beside others. */
type EnclosureOrigin = "enclosure" | "link" | "media" | "media-variant" | "alternate";

/** The media types that nearly all enclosures have, so that a feed of thousands holds each once. */
const usualTypes = new Map(
  ["audio/mpeg", "audio/x-m4a", "audio/mp4", "audio/mp3", "video/mp4"].map((type) => [type, type]),
);
const shareType = (type: string | null) => (type === null ? null : (usualTypes.get(type) ?? detach(type)));

const originOrder: readonly EnclosureOrigin[] = ["enclosure", "link", "media", "media-variant", "alternate"];
const rank = (origin: EnclosureOrigin) => originOrder.indexOf(origin);

interface FoundEnclosure {
  readonly rawUrl: string | null;
  readonly base: string | null;
  readonly type: string | null;
  readonly length: number | null;
  readonly origin: EnclosureOrigin;
  readonly line: number;
}

/** Dates by how well they say when an episode was published, best first. */
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

/** An episode in the making: receives an item's elements, then gives the episode. */
export class EpisodeBuilder {
  /** Line on which the item begins. */
  readonly line: number;
  private readonly context: EpisodeContext;
  private readonly found: FoundEnclosure[] = [];
  private readonly dates = new Map<string, { text: string; line: number }>();
  private title: string | null = null;
  private guid: string | null = null;
  private fallbackGuid: string | null;
  private dropped = 0;

  constructor(context: EpisodeContext, line: number, about: string | null) {
    this.context = context;
    this.line = line;
    this.fallbackGuid = about;
  }

  /** Takes one element of the item. */
  add(placed: PlacedElement): void {
    const { element } = placed;
    const { name } = element;
    if (name === "title" || name === "atom:title") this.title ??= readText(element, this.context.entities);
    else if (name === "guid") this.guid ??= readText(element, this.context.entities);
    else if (name === "atom:id") this.fallbackGuid ??= readText(element, this.context.entities);
    else if (name === "enclosure" || name === "enc:enclosure") this.addEnclosure(placed);
    else if (name === "atom:link") this.addLink(placed);
    else if (name === "media:content") this.addMedia(placed, element, "media");
    else if (name === "media:group") this.addGroup(placed);
    else if (name === "podcast:alternateEnclosure") this.addAlternate(placed);
    else this.addDate(placed);
  }

  /** The episode, all its elements taken. */
  build(): ParsedEpisode {
    if (this.dropped > 0) {
      const message = `${this.dropped} more enclosures of one item were not read.`;
      this.context.fault("feed.too-large", { message, line: this.line });
    }
    const own = this.found.filter(({ origin }) => origin === "enclosure").length;
    if (own > 1) {
      const message = `An item has ${own} enclosures; RSS provides for one, and Apple and most apps play only the first.`;
      this.context.fault("feed.malformed", { message, line: this.line, severity: "info" }, "several");
    }
    const guid = this.guid ?? this.fallbackGuid;
    return {
      guid: guid === null ? null : detach(guid),
      title: this.title === null ? null : detach(this.title),
      publishedAt: this.publishedAt(),
      enclosures: this.enclosures(),
    };
  }

  private addEnclosure({ element, line, base }: PlacedElement): void {
    const { entities } = this.context;
    const url =
      readAttribute(element, "url", entities) ??
      (element.name === "enc:enclosure" ? readAttribute(element, "resource", entities) : null);
    for (const name of ["url", "length", "type"]) {
      if (hasMiscasedAttribute(element, name)) {
        this.malformed(
          `The enclosure's attribute "${name}" is not written in small letters, so Apple does not see it.`,
          line,
        );
      }
    }
    const length = readAttribute(element, "length", entities);
    const type = readAttribute(element, "type", entities);
    const missing = [
      url === null ? "url" : "",
      length === null || length === "" ? "length" : "",
      type === null || type === "" ? "type" : "",
    ].filter((name) => name !== "");
    if (missing.length > 0) {
      const message = `An enclosure has no ${missing.join(", no ")} attribute; Apple requires url, length and type.`;
      this.context.fault("feed.missing-enclosure-attribute", { message, line }, missing.join());
    }
    this.take({
      rawUrl: url ?? "",
      base,
      type: type === "" ? null : type,
      length: this.readLength(length, line),
      origin: "enclosure",
      line,
    });
  }

  private addLink({ element, line, base }: PlacedElement): void {
    const { entities } = this.context;
    const rels = (readAttribute(element, "rel", entities) ?? "").toLowerCase().split(/\s+/);
    if (
      !rels.some((rel) => rel === "enclosure" || rel === "http://www.iana.org/assignments/relation/enclosure")
    )
      return;
    const href = readAttribute(element, "href", entities);
    if (href === null) {
      const message = "An enclosure link has no href attribute.";
      this.context.fault("feed.missing-enclosure-attribute", { message, line }, "href");
    }
    const length = this.readLength(readAttribute(element, "length", entities), line);
    this.take({
      rawUrl: href ?? "",
      base,
      type: readAttribute(element, "type", entities) || null,
      length,
      origin: "link",
      line,
    });
  }

  private addGroup(placed: PlacedElement): void {
    const contents = placed.element.children.filter((child) => child.name === "media:content");
    const isDefault = (child: FragmentElement) =>
      readAttribute(child, "isDefault", this.context.entities) === "true";
    const main =
      contents.find((child) => isDefault(child) && this.isPlayable(child)) ??
      contents.find((child) => this.isPlayable(child));
    for (const child of contents) this.addMedia(placed, child, child === main ? "media" : "media-variant");
  }

  private addMedia({ line, base }: PlacedElement, element: FragmentElement, origin: EnclosureOrigin): void {
    const { entities } = this.context;
    const url = readAttribute(element, "url", entities);
    if (url === null || url === "" || !this.isPlayable(element)) return;
    const length = this.readLength(readAttribute(element, "fileSize", entities), line);
    this.take({
      rawUrl: url,
      base,
      type: readAttribute(element, "type", entities) || null,
      length,
      origin,
      line,
    });
  }

  /** Whether a `media:content` is sound or film: pictures and web players are no enclosures. */
  private isPlayable(element: FragmentElement): boolean {
    const value = (name: string) => (readAttribute(element, name, this.context.entities) ?? "").toLowerCase();
    const [type, medium] = [value("type"), value("medium")];
    if (type !== "")
      return /^(?:audio|video)\/|^application\/(?:ogg|(?:x-|vnd\.apple\.)mpegurl|octet-stream$)/.test(type);
    if (medium !== "") return medium === "audio" || medium === "video";
    if (value("bitrate") + value("samplingrate") + value("duration") !== "") return true;
    return /\.(?:mp3|m4[abv]|mp4|mov|aac|og[agv]|opus|flac|wav|webm|m3u8)$/.test(
      value("url").replace(/[?#].*$/s, ""),
    );
  }

  private addAlternate({ element, line, base }: PlacedElement): void {
    const { entities } = this.context;
    const type = readAttribute(element, "type", entities) || null;
    const length = this.readLength(readAttribute(element, "length", entities), line);
    for (const source of element.children) {
      if (source.name !== "podcast:source") continue;
      const uri = readAttribute(source, "uri", entities) ?? "";
      // Sources may lie in other networks (IPFS, BitTorrent, onion services), which no check of ours can reach.
      if (/^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(uri) || /^https?:\/\/[^/]*\.onion(?:[:/]|$)/i.test(uri))
        continue;
      this.take({
        rawUrl: uri,
        base,
        type: readAttribute(source, "contentType", entities) || type,
        length,
        origin: "alternate",
        line,
      });
    }
  }

  private addDate({ element, line }: PlacedElement): void {
    const text = readText(element, this.context.entities);
    if (text !== null && !this.dates.has(element.name)) this.dates.set(element.name, { text, line });
  }

  private take(enclosure: FoundEnclosure): void {
    if (this.found.length < this.context.enclosuresMax) this.found.push(enclosure);
    else this.dropped++;
  }

  private readLength(text: string | null, line: number): number | null {
    if (text === null || text === "") return null;
    const plain = /^\d{1,3}(?:,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text;
    const length = /^\+?\d+(?:\.0*)?$/.test(plain) ? Number(plain) : Number.NaN;
    if (text !== String(length)) {
      const message = `The length "${text.slice(0, 60)}" is not a whole number of bytes.`;
      if (!/^0*\d+$/.test(text))
        this.context.fault("feed.missing-enclosure-attribute", { message, line }, "length value");
    }
    return Number.isSafeInteger(length) ? length : null;
  }

  private publishedAt(): string | null {
    for (const name of dateOrder) {
      const date = this.dates.get(name);
      if (date === undefined) continue;
      const read = readDate(date.text);
      const shown = date.text.slice(0, 60);
      if (read === null)
        this.malformed(
          `The date "${shown}" cannot be read; Apple requires RFC 2822 dates.`,
          date.line,
          "date",
        );
      else if (!read.strict) {
        const message = `The date "${shown}" does not follow its standard (RFC 2822 in RSS, RFC 3339 in Atom); apps differ in what they make of it.`;
        this.context.fault("feed.malformed", { message, line: date.line, severity: "info" }, "date form");
      }
      if (read !== null) return read.iso;
    }
    return null;
  }

  private malformed(message: string, line: number, kind?: string): void {
    this.context.fault("feed.malformed", { message, line }, kind);
  }

  private enclosures(): ParsedEnclosure[] {
    const hasEnclosure = this.found.some(({ origin }) => origin === "enclosure");
    const hasOwn = hasEnclosure || this.found.some(({ origin }) => origin === "link");
    const seen = new Set<string | null>();
    const enclosures: ParsedEnclosure[] = [];
    const ranked =
      this.found.length < 2 ? this.found : this.found.toSorted((a, b) => rank(a.origin) - rank(b.origin));
    for (const found of ranked) {
      const url = this.resolve(found);
      const repeats =
        seen.has(url) && found.origin !== "enclosure" && !(found.origin === "link" && !hasEnclosure);
      if (repeats) continue;
      seen.add(url);
      const primary =
        found.origin === "enclosure" ||
        (found.origin === "link" && !hasEnclosure) ||
        (found.origin === "media" && !hasOwn);
      enclosures.push({
        url,
        type: shareType(found.type),
        length: found.length,
        kind: primary ? "primary" : "alternate",
      });
    }
    return enclosures;
  }

  private resolve(found: FoundEnclosure): string | null {
    const { url, complaint } = resolveEnclosureUrl(
      found.rawUrl ?? "",
      found.base ?? this.context.documentBase(),
    );
    if (complaint !== null && found.rawUrl !== "") {
      this.context.fault(
        "feed.invalid-enclosure-url",
        { message: complaint, line: found.line },
        complaint.replace(/"[^"]*"/, ""),
      );
    }
    return url === null ? null : detach(url);
  }
}
