/** Characters kept of the document outside its items, and of one item. */
const textCharsMax = 1_048_576;

/** What a splitter finds: one item's text, or that an item was too long. */
export type OnJsonItem = (json: string | null, line: number) => void;

/**
 * Splits a JSON document that arrives in pieces into the objects of its top-level `items` array and the rest, without
 * holding more than one of them.
 */
export class JsonSplitter {
  /** The document without its items, as far as it has arrived. */
  outside = "";
  /** Open brackets; 0 at the end of a whole document. */
  depth = 0;
  inItems = false;
  line = 1;
  private readonly onItem: OnJsonItem;
  private item: string | null = null;
  private itemLine = 1;
  private inString = false;
  /** Whether the piece ended with a backslash, so that the next character is escaped. */
  private escaped = false;

  constructor(onItem: OnJsonItem) {
    this.onItem = onItem;
  }

  /** Scans the next piece. */
  write(piece: string): void {
    const stops = /["\\{}[\]\n]/g;
    let kept = 0;
    stops.lastIndex = this.escaped ? 1 : 0;
    this.escaped = false;
    for (let stop = stops.exec(piece); stop !== null; stop = stops.exec(piece)) {
      kept = this.scan(stop[0], piece, stop.index, kept, stops);
    }
    this.keep(piece.slice(kept));
  }

  private scan(char: string, piece: string, at: number, kept: number, stops: RegExp): number {
    if (char === "\n") this.line++;
    else if (char === "\\") {
      if (this.inString) stops.lastIndex = at + 2;
      this.escaped = this.inString && at + 1 >= piece.length;
    } else if (char === '"') this.inString = !this.inString;
    else if (!this.inString) {
      if (char === "{" || char === "[") return this.open(char, piece, at, kept);
      return this.close(piece, at, kept);
    }
    return kept;
  }

  private open(char: string, piece: string, at: number, kept: number): number {
    let from = kept;
    if (this.depth === 1 && char === "[") {
      this.keep(piece.slice(kept, at + 1));
      from = at + 1;
      this.inItems = /"items"\s*:\s*\[$/.test(this.outside.slice(-200));
    } else if (this.depth === 2 && this.inItems && char === "{") {
      from = at;
      this.item = "";
      this.itemLine = this.line;
    }
    this.depth++;
    return from;
  }

  private close(piece: string, at: number, kept: number): number {
    this.depth--;
    if (this.depth === 2 && this.item !== null) {
      this.keep(piece.slice(kept, at + 1));
      const whole = this.item.length <= textCharsMax;
      this.onItem(whole ? this.item : null, this.itemLine);
      this.item = null;
      return at + 1;
    }
    if (this.depth === 1 && this.inItems) {
      this.inItems = false;
      return at;
    }
    return kept;
  }

  private keep(text: string): void {
    if (this.item !== null) {
      if (this.item.length <= textCharsMax) this.item += text;
    } else if (!this.inItems && this.outside.length <= textCharsMax) this.outside += text;
  }
}
