/** Characters kept of the document outside its items, and of one item. */
const textCharsMax = 1_048_576;

const recentChars = 200;

/** What a splitter finds: one item's text, or that an item was too long. */
export type OnJsonItem = (json: string | null, line: number) => void;

/**
 * Splits a JSON document that arrives in pieces into the objects of its top-level `items` array and the rest, without
 * holding more than one of them.
 */
export class JsonSplitter {
  /** The document without its items, as far as it has arrived. */
  outside = "";
  /** Whether the document has ended as its syntax requires. */
  isEnded = false;
  /** Where the list of items holds something other than items set apart by commas; null when nowhere. */
  strayLine: number | null = null;
  /** Where something follows after the document's end; null when nothing does. */
  trailingLine: number | null = null;
  line = 1;
  private readonly onItem: OnJsonItem;
  private depth = 0;
  private inItems = false;
  /** Items met in the list, and commas met since the last of them. */
  private itemsMet = 0;
  private commasMet = 0;
  /** The end of what was kept outside items, by which a list of items is known. */
  private recent = "";
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
    if (this.isEnded) {
      this.passTrailing(piece);
      return;
    }
    const stops = /["\\{}[\]\n]/g;
    let kept = 0;
    stops.lastIndex = this.escaped ? 1 : 0;
    this.escaped = false;
    for (let stop = stops.exec(piece); stop !== null; stop = stops.exec(piece)) {
      kept = this.scan(stop[0], piece, stop.index, kept, stops);
      if (this.isEnded) {
        this.keep(piece.slice(kept, stop.index + 1));
        this.passTrailing(piece.slice(stop.index + 1));
        return;
      }
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
      this.inItems = /"items"\s*:\s*\[$/.test(this.recent);
      this.itemsMet = 0;
      this.commasMet = 0;
    } else if (this.depth === 2 && this.inItems && char === "{") {
      this.keep(piece.slice(kept, at));
      from = at;
      if (this.commasMet !== Math.min(this.itemsMet, 1)) this.strayLine ??= this.line;
      this.itemsMet++;
      this.commasMet = 0;
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
      this.keep(piece.slice(kept, at));
      if (this.commasMet > 0) this.strayLine ??= this.line;
      this.inItems = false;
      return at;
    }
    this.isEnded = this.depth <= 0;
    return kept;
  }

  private keep(text: string): void {
    if (this.item !== null) {
      if (this.item.length <= textCharsMax) this.item += text;
    } else if (this.inItems) this.passBetweenItems(text);
    else {
      this.recent = (this.recent + text).slice(-recentChars);
      if (this.outside.length <= textCharsMax) this.outside += text;
    }
  }

  private passBetweenItems(text: string): void {
    const plain = text.replace(/\s+/g, "");
    this.commasMet += plain.length;
    if (/[^,]/.test(plain)) this.strayLine ??= this.line;
  }

  private passTrailing(text: string): void {
    if (/\S/.test(text)) this.trailingLine ??= this.line;
  }
}
