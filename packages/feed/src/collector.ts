import { type FragmentElement, parseFragment } from "./parse-fragment.ts";

/** An element handed to a builder, with where it stands and what its relative URLs refer to. */
export interface PlacedElement {
  readonly element: FragmentElement;
  readonly line: number;
  readonly base: string | null;
}

/** Characters collected before they are parsed, so that no parse takes long. */
const fragmentCharsMax = 16_384;

/** Characters of one element with all its children. */
const elementCharsMax = 131_072;

/**
 * Collects the elements of one item (or of the show) that are wanted, as a well-formed fragment under canonical
 * names, and has them parsed when the item ends or the fragment grows long.
 */
export class Collector {
  private readonly receive: (placed: PlacedElement) => void;
  private fragment = "";
  private placements: { line: number; base: string | null }[] = [];
  private beforeElement = "";
  private valueChars = 0;

  constructor(receive: (placed: PlacedElement) => void) {
    this.receive = receive;
  }

  /** Begins an element directly below the item. */
  beginElement(key: string, attributes: string, line: number, base: string | null): void {
    this.beforeElement = this.fragment;
    this.placements.push({ line, base });
    this.valueChars = 0;
    this.fragment += `<${key}${attributes}>`;
  }

  /** Adds a nested start tag; false when the element around it has grown too long for more. */
  addStart(key: string, attributes: string): boolean {
    if (this.fragment.length - this.beforeElement.length > elementCharsMax) return false;
    this.valueChars = 0;
    this.fragment += `<${key}${attributes}>`;
    return true;
  }

  /** Adds an end tag; the last of an element makes it whole. */
  addEnd(key: string, whole: boolean): void {
    this.fragment += `</${key}>`;
    if (whole && this.fragment.length > fragmentCharsMax) this.flush();
  }

  /** Adds raw text, cut off where the value grows longer than allowed. False when it was cut. */
  addText(raw: string, charsMax: number): boolean {
    const room = charsMax - this.valueChars;
    this.valueChars += raw.length;
    if (room >= raw.length) this.fragment += raw;
    else if (room > 0) this.fragment += raw.slice(0, room).replace(/&[^;]*$/, "");
    return room >= raw.length;
  }

  /** Adds a CDATA section, cut like text. */
  addCdata(raw: string, charsMax: number): boolean {
    const room = charsMax - this.valueChars;
    this.valueChars += raw.length;
    if (room > 0) this.fragment += `<![CDATA[${raw.slice(0, room)}]]>`;
    return room >= raw.length;
  }

  /** Takes back an element that the document's end cut off: half a value is worse than none. */
  dropElement(): void {
    this.fragment = this.beforeElement;
    this.placements.pop();
  }

  /** Parses what was collected and hands it on. */
  flush(): void {
    const { placements } = this;
    if (placements.length === 0) return;
    const elements = parseFragment(this.fragment);
    this.fragment = "";
    this.beforeElement = "";
    this.placements = [];
    for (const [index, element] of elements.entries()) {
      const placement = placements[index];
      if (placement !== undefined) this.receive({ element, ...placement });
    }
  }
}
