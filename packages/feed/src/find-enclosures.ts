import type { ParsedIntegrity } from "@earshot/domain";
import type { PlacedElement } from "./collector.ts";
import { hasMiscasedAttribute, readAttribute } from "./element-values.ts";
import type { EpisodeContext } from "./episode-context.ts";
import type { EnclosureOrigin, FoundEnclosure } from "./found-enclosure.ts";
import { isPlayable } from "./is-playable.ts";
import type { FragmentElement } from "./parse-fragment.ts";
import { readIntegrity } from "./read-integrity.ts";
import { readLength } from "./read-length.ts";

const enclosureRels: ReadonlySet<string> = new Set([
  "enclosure",
  "http://www.iana.org/assignments/relation/enclosure",
]);
const attributeNames = ["url", "length", "type"] as const;

/** The attributes of an enclosure as they stand, whatever they are called there. */
interface RawEnclosure {
  readonly url: string;
  readonly type: string | null;
  readonly length: string | null;
  readonly integrity?: ParsedIntegrity;
}

/** Finds the enclosures in an item's elements, whatever they are called there. */
export class EnclosureFinder {
  readonly found: FoundEnclosure[] = [];
  /** Enclosures beyond those that are kept of one item. */
  dropped = 0;
  private readonly context: EpisodeContext;

  constructor(context: EpisodeContext) {
    this.context = context;
  }

  /** Takes an element; false when it is none that holds enclosures. */
  add(placed: PlacedElement): boolean {
    switch (placed.element.name) {
      case "enclosure":
      case "enc:enclosure":
        this.addEnclosure(placed);
        return true;
      case "atom:link":
        this.addLink(placed);
        return true;
      case "media:content":
        this.addMedia(placed, placed.element, "media");
        return true;
      case "media:group":
        this.addGroup(placed);
        return true;
      case "podcast:alternateEnclosure":
        this.addAlternate(placed);
        return true;
      default:
        return false;
    }
  }

  private addEnclosure(placed: PlacedElement): void {
    const { element, line } = placed;
    const url =
      this.attribute(element, "url") ??
      (element.name === "enc:enclosure" ? this.attribute(element, "resource") : null);
    const length = this.attribute(element, "length");
    const type = this.attribute(element, "type");
    for (const name of attributeNames) {
      if (!hasMiscasedAttribute(element, name)) continue;
      const message = `The enclosure's attribute "${name}" is not written in small letters, so Apple does not see it. Write it so.`;
      this.context.fault("feed.malformed", { message, line });
    }
    if (!url || !length || !type) this.tellMissing({ url, length, type }, line);
    this.take(placed, "enclosure", { url: url ?? "", type, length });
  }

  private tellMissing(
    { url, length, type }: { url: string | null; length: string | null; type: string | null },
    line: number,
  ): void {
    const missing = [url ? "" : "url", length ? "" : "length", type ? "" : "type"].filter(
      (name) => name !== "",
    );
    const message = `An enclosure has no ${missing.join(", no ")} attribute or an empty one; Apple requires url, length and type. Add what is missing.`;
    this.context.fault("feed.missing-enclosure-attribute", { message, line }, missing.join());
  }

  private addLink(placed: PlacedElement): void {
    const { element, line } = placed;
    const rels = (this.attribute(element, "rel") ?? "").toLowerCase().split(/\s+/);
    if (!rels.some((rel) => enclosureRels.has(rel))) return;
    const href = this.attribute(element, "href");
    if (!href) {
      const message = "An enclosure link has no href attribute or an empty one. Name the file's URL there.";
      this.context.fault("feed.missing-enclosure-attribute", { message, line }, "href");
    }
    const [type, length] = [this.attribute(element, "type"), this.attribute(element, "length")];
    this.take(placed, "link", { url: href ?? "", type, length });
  }

  private addGroup(placed: PlacedElement): void {
    const contents = placed.element.children.filter((child) => child.name === "media:content");
    const playable = contents.filter((child) => this.isPlayable(child));
    const main = playable.find((child) => this.attribute(child, "isDefault") === "true") ?? playable[0];
    for (const child of contents) this.addMedia(placed, child, child === main ? "media" : "media-variant");
  }

  private addMedia(placed: PlacedElement, element: FragmentElement, origin: EnclosureOrigin): void {
    const url = this.attribute(element, "url");
    if (url === null || url === "" || !this.isPlayable(element)) return;
    const [type, length] = [this.attribute(element, "type"), this.attribute(element, "fileSize")];
    this.take(placed, origin, { url, type, length });
  }

  private isPlayable(element: FragmentElement): boolean {
    return isPlayable((name) => (this.attribute(element, name) ?? "").toLowerCase());
  }

  private addAlternate(placed: PlacedElement): void {
    const { element } = placed;
    const type = this.attribute(element, "type");
    const length = this.attribute(element, "length");
    const integrity = this.integrityOf(placed);
    const sources = element.children.filter((child) => child.name === "podcast:source");
    if (!type || sources.length === 0) {
      const missing = type ? "<podcast:source>" : "type";
      const message = `A podcast:alternateEnclosure has no ${missing}; apps cannot choose it. Add what is missing.`;
      const details = { message, line: placed.line, severity: "info" } as const;
      this.context.fault("feed.missing-enclosure-attribute", details, "alternate");
    }
    for (const source of sources) {
      const url = this.attribute(source, "uri") ?? "";
      if (url === "") {
        const message = "A podcast:source has no uri attribute or an empty one. Name the file's URL there.";
        const details = { message, line: placed.line, severity: "info" } as const;
        this.context.fault("feed.missing-enclosure-attribute", details, "source");
      }
      // Sources may lie in other networks (IPFS, BitTorrent, onion services), which no check of ours can reach.
      if (/^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(url) || /^https?:\/\/[^/]*\.onion(?:[:/]|$)/i.test(url))
        continue;
      const ownType = this.attribute(source, "contentType") || type;
      this.take(placed, "alternate", {
        url,
        type: ownType,
        length,
        ...(integrity !== null && { integrity }),
      });
    }
  }

  private integrityOf({ element, line }: PlacedElement): ParsedIntegrity | null {
    const child = element.children.find(({ name }) => name === "podcast:integrity");
    const integrity = child === undefined ? null : readIntegrity(child, this.context.entities);
    if (typeof integrity !== "string") return integrity;
    this.context.fault("feed.malformed", { message: integrity, line, severity: "info" }, "integrity");
    return null;
  }

  private attribute(element: FragmentElement, name: string): string | null {
    return readAttribute(element, name, this.context.entities);
  }

  private take(
    { line, base }: PlacedElement,
    origin: EnclosureOrigin,
    { url, type, length, integrity }: RawEnclosure,
  ): void {
    const bytes = readLength(length, (message) =>
      this.context.fault("feed.missing-enclosure-attribute", { message, line }, "length value"),
    );
    if (this.found.length >= this.context.enclosuresMax) this.dropped++;
    else
      this.found.push({
        rawUrl: url,
        base,
        type: type === "" ? null : type,
        length: bytes,
        origin,
        line,
        ...(integrity !== undefined && { integrity }),
      });
  }
}
