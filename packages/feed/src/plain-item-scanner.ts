import { detach } from "./detach.ts";
import { describesMedia } from "./element-roles.ts";
import type { FeedLimits } from "./feed-limits.ts";
import { hasItemMarkup } from "./item-markup.ts";
import type { MarkupHandler } from "./markup-handler.ts";
import { nameEnd } from "./name-cache.ts";
import type { PlainName, PlainNames } from "./plain-names.ts";
import { type IsRepeated, scanPlainTag } from "./plain-tag.ts";
import { checkReference } from "./reference-check.ts";
import { TextFinder } from "./text-finder.ts";
import type { TextWindow } from "./text-window.ts";

/** Elements within each other in an item. */
const depthMax = 16;
/** Items that turn out unusual before the feed is taken to be so throughout: trying in vain costs time. */
const disappointmentsMax = 16;

/** Longer strings are looked for in another way by the engine, which is slower where what is wanted is near. */
const finderChars = 6;

/** Characters of white space and a name that are remembered as what comes next. */
const followerCharsMax = 120;
/** Wrong guesses at what comes next, after which no more are made. */
const surprisesMax = 16;

const cdataStart = "<![CDATA[";

/**
 * Reads whole items that break no rule of XML and hold nothing unusual, in one pass and several times as fast as token
 * by token. Nothing is told and nothing handed on before the item's end is reached; whatever is unusual makes it give
 * up, and the item is scanned from its beginning with care. So both ways must mean the same by every item read here.
 */
export class PlainItemScanner {
  private readonly window: TextWindow;
  private readonly handler: MarkupHandler;
  private readonly limits: FeedLimits;
  private names: PlainNames | null = null;
  private isRepeated: IsRepeated = () => false;
  private itemEnds = new TextFinder("");
  private disappointments = 0;
  private buffer = "";
  /** Where the item's end tag stands. */
  private close = 0;
  private cursor = 0;
  private fragment = "";
  private readonly places: number[] = [];

  constructor(window: TextWindow, handler: MarkupHandler, limits: FeedLimits) {
    this.window = window;
    this.handler = handler;
    this.limits = limits;
  }

  /** Reads the item that begins at `at`, if one does and breaks no rule. `incomplete` when more input is needed. */
  scan(at: number, names: PlainNames): "read" | "unusual" | "incomplete" {
    const { window } = this;
    const { buffer } = window;
    if (!buffer.startsWith(names.startTag, at) || this.disappointments > disappointmentsMax) return "unusual";
    this.follow(names);
    let close = this.itemEnds.find(at);
    while (close < buffer.length && !buffer.startsWith(names.endTag, close))
      close = this.itemEnds.find(close + 1);
    const charsMax = this.limits.plainItemCharsMax;
    if (close > buffer.length && !window.final && buffer.length - at < charsMax) return "incomplete";
    if (close > buffer.length || close - at > charsMax) return "unusual";
    this.close = close;
    this.cursor = at + names.startTag.length;
    this.fragment = "";
    this.places.length = 0;
    if (!this.readElements(names)) {
      this.disappointments++;
      window.rewind();
      return "unusual";
    }
    this.handOn(close + names.endTag.length);
    return "read";
  }

  /** Reads with these names from now on, in what the window now holds. */
  private follow(names: PlainNames): void {
    if (names === this.names && this.buffer === this.window.buffer) return;
    if (names !== this.names) this.itemEnds = new TextFinder(names.endTag.slice(0, finderChars));
    this.names = names;
    this.isRepeated = names.isRepeated;
    this.buffer = this.window.buffer;
    this.itemEnds.reset(this.buffer);
  }

  private handOn(end: number): void {
    const { window } = this;
    this.disappointments = Math.max(0, this.disappointments - 1);
    const line = window.line();
    const lines: number[] = [];
    for (const place of this.places) {
      window.position = place;
      lines.push(window.line());
    }
    this.handler.plainItem({ fragment: this.fragment, line, lines });
    window.position = end;
  }

  /** Reads the elements up to the item's end; false when anything is unusual. */
  private readElements(names: PlainNames): boolean {
    let before = names.beginning;
    for (;;) {
      let name = this.readExpected(before);
      if (name === null) {
        const from = this.cursor;
        if (!this.skipBlanks()) return false;
        if (this.cursor === this.close) return true;
        name = this.readName(names);
        if (name === null) return false;
        this.expect(before, name, from);
      }
      if (name.role === null ? !this.passElement(name, names) : !this.readElement(name, names)) return false;
      before = name;
    }
  }

  /** Passes the white space and name that came the last time after an element like `before`; null when another does. */
  private readExpected({ follower }: PlainName): PlainName | null {
    if (follower === null || !this.buffer.startsWith(follower.text, this.cursor)) return null;
    const end = this.cursor + follower.text.length;
    const next = this.buffer.charCodeAt(end);
    if (next !== 62 && next !== 32) return null;
    this.cursor = end;
    return follower.name;
  }

  private expect(before: PlainName, name: PlainName, from: number): void {
    if (before.surprises >= surprisesMax || this.cursor - from > followerCharsMax) return;
    before.surprises++;
    before.follower = { text: detach(this.buffer.slice(from, this.cursor)), name };
  }

  /** Moves to the next "<"; false when anything but white space stands before it. */
  private skipBlanks(): boolean {
    const { buffer } = this;
    let code = buffer.charCodeAt(this.cursor);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = buffer.charCodeAt(++this.cursor);
    return code === 60;
  }

  /** The name of the element that begins at the cursor, which moves behind it; null when it is unusual. */
  private readName(names: PlainNames): PlainName | null {
    const from = this.cursor + 1;
    const to = nameEnd(this.buffer, from);
    if (to === from) return null;
    this.cursor = to;
    const name = names.take(this.buffer, from, to);
    return name.isUnusual ? null : name;
  }

  /** Reads an element that is wanted, its name having been passed. */
  private readElement(name: PlainName, names: PlainNames): boolean {
    const start = this.cursor - name.name.length - 1;
    const attributesFrom = this.cursor;
    const isEmpty = this.passTag();
    if (isEmpty === null) return false;
    if (name.role === "text") {
      if (isEmpty) return true;
      this.places.push(start);
      return this.readText(name, name.key ?? "");
    }
    this.places.push(start);
    const attributes = this.buffer.slice(attributesFrom, this.cursor - (isEmpty ? 2 : 1));
    if (isEmpty) {
      this.fragment += `<${name.key}${attributes}/>`;
      return true;
    }
    this.fragment += `<${name.key}${attributes}>`;
    const isWhole = name.role === "empty" ? this.passChildren(name, names) : this.readContainer(name, names);
    this.fragment += `</${name.key}>`;
    return isWhole;
  }

  /** Takes the text of an element, CDATA sections included, up to its end tag. */
  private readText(name: PlainName, key: string): boolean {
    const from = this.cursor;
    if (!this.passText()) return false;
    const to = this.cursor;
    if (to - from > this.limits.valueCharsMax || !this.passEndTag(name)) return false;
    const text = this.buffer.slice(from, to);
    // What holds neither references nor sections means the same as a section, which the parser takes in one step.
    const isBare = !text.includes("&") && !text.includes("<");
    this.fragment += isBare ? `<${key}>${cdataStart}${text}]]></${key}>` : `<${key}>${text}</${key}>`;
    return true;
  }

  /** Reads the children of a container up to its end tag. */
  private readContainer(container: PlainName, names: PlainNames): boolean {
    for (;;) {
      if (!this.skipBlanks()) return false;
      if (this.passEndTag(container)) return true;
      const name = this.readName(names);
      if (name === null || name.isEnclosure) return false;
      const isRead = name.childRole === null ? this.passChild(name, names) : this.readChild(name);
      if (!isRead) return false;
    }
  }

  /** Passes over a child that is not wanted; one that belongs directly in an item shows its container unclosed. */
  private passChild(name: PlainName, names: PlainNames): boolean {
    return name.role === null && this.passElement(name, names);
  }

  private readChild(name: PlainName): boolean {
    if (name.childRole !== "empty") return false;
    const from = this.cursor;
    const isEmpty = this.passTag();
    if (isEmpty === null) return false;
    const end = this.cursor - (isEmpty ? 2 : 1);
    this.fragment += `<${name.key}${this.buffer.slice(from, end)}/>`;
    return isEmpty || this.passBlankContent(name);
  }

  /** Passes over an element that is not wanted, with all in it, its name having been passed. */
  private passElement(outermost: PlainName, names: PlainNames): boolean {
    const open: PlainName[] = [];
    let name: PlainName | null = outermost;
    for (;;) {
      const isEmpty = this.passTag();
      if (isEmpty === null) return false;
      if (!isEmpty) open.push(name);
      for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
        if (!this.passText()) return false;
        if (!this.passEndTag(top)) break;
        open.pop();
      }
      if (open.length === 0) return true;
      name = open.length >= depthMax ? null : this.readName(names);
      if (name === null || name.isEnclosure) return false;
    }
  }

  /** Passes the rest of a start tag; whether the element is empty, or null when there is something to be told of it. */
  private passTag(): boolean | null {
    const from = this.cursor;
    const tag = scanPlainTag(this.buffer, from, this.isRepeated);
    this.cursor = Math.abs(tag);
    return tag === 0 || !this.arePlainReferences(from, this.cursor) ? null : tag < 0;
  }

  /** Whether every "&" in a stretch begins a reference that needs no word. */
  private arePlainReferences(from: number, to: number): boolean {
    const { ampersands } = this.window;
    for (let at = ampersands.find(from); at < to; at = ampersands.find(at + 1)) {
      if (checkReference(this.buffer, at, to).kind !== "plain") return false;
    }
    return true;
  }

  /** Passes over what describes a file, up to the end tag of its element. */
  private passChildren(element: PlainName, names: PlainNames): boolean {
    for (;;) {
      if (!this.skipBlanks()) return false;
      if (this.passEndTag(element)) return true;
      const name = element.key === "media:content" ? this.readName(names) : null;
      if (name === null || name.key === null || !describesMedia(name.key)) return false;
      if (!this.passElement(name, names)) return false;
    }
  }

  private passBlankContent(name: PlainName): boolean {
    return this.skipBlanks() && this.passEndTag(name);
  }

  private passEndTag({ endTag }: PlainName): boolean {
    if (!this.buffer.startsWith(endTag, this.cursor)) return false;
    this.cursor += endTag.length;
    return true;
  }

  /** Passes over text and CDATA sections up to other markup; false when there is something to be told of them. */
  private passText(): boolean {
    const { buffer, window, close } = this;
    for (;;) {
      const from = this.cursor;
      const to = buffer.indexOf("<", from);
      if (!this.arePlainReferences(from, to)) return false;
      const cdataEnd = window.cdataEnds.find(from);
      if (cdataEnd < to) return false;
      this.cursor = to;
      if (!buffer.startsWith(cdataStart, to)) return to < close;
      if (cdataEnd > close || hasItemMarkup(buffer, to + cdataStart.length, cdataEnd)) return false;
      this.cursor = cdataEnd + 3;
    }
  }
}
