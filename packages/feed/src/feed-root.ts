import type { FeedFormat, ParsedEpisode } from "@earshot/domain";

/** Works out what kind of feed a document is from the elements that it begins with. */
export class FeedRoot {
  private format: Exclude<FeedFormat, "json"> | null = null;
  /** Whether the root itself is missing and only what belongs in it was found. */
  private inferred = false;
  private unnamespacedAtom = false;
  private sawChannel = false;

  /** Whether a feed's root has been found. */
  get isKnown(): boolean {
    return this.format !== null;
  }

  /** The canonical name as this feed means it: an Atom feed without namespace has the names of Atom all the same. */
  keyOf(key: string | null, depth: number): string | null {
    if (key === "feed" && depth === 0 && this.format === null) this.unnamespacedAtom = true;
    return this.unnamespacedAtom && key !== null && !key.includes(":") ? `atom:${key}` : key;
  }

  /**
   * Takes an element that begins at `depth`. Tells when it shows a feed that lacks its root (`inferred`) or one that
   * stands inside another document (`embedded`).
   */
  recognize(key: string, depth: number): "inferred" | "embedded" | null {
    if (key === "channel") this.sawChannel = true;
    if (this.format !== null) return null;
    if (key === "rss" || key === "atom:feed" || (key === "rdf:RDF" && depth === 0)) {
      this.format = key === "rss" ? "rss" : key === "atom:feed" ? "atom" : "rdf";
      return depth > 0 ? "embedded" : null;
    }
    const isPart = key === "channel" || (depth === 0 && (key === "item" || key === "atom:entry"));
    if (!isPart) return null;
    this.format = key === "atom:entry" ? "atom" : "rss";
    this.inferred = true;
    return "inferred";
  }

  /** Whether items in an element of this key stand where strict readers do not look: in RSS, outside its channel. */
  isMisplaced(key: string | null): boolean {
    return this.format === "rss" && !this.inferred && key !== "channel";
  }

  /** The feed's format, its episodes read; null when the document is no feed after all. */
  formatOf(episodes: readonly ParsedEpisode[]): Exclude<FeedFormat, "json"> | null {
    if (this.format === "rdf") return this.sawChannel || episodes.length > 0 ? "rdf" : null;
    if (!this.inferred || this.sawChannel) return this.format;
    return episodes.some((episode) => episode.enclosures.length > 0) ? this.format : null;
  }
}
