import type { MarkupProblem } from "./markup-problem.ts";

/** A start tag read leniently: its attributes rewritten well-formed, values quoted with `"`. */
export interface LooseTag {
  readonly name: string;
  readonly attributes: string;
  readonly selfClosing: boolean;
  /** Index just after the tag. */
  readonly end: number;
  readonly problems: ReadonlySet<MarkupProblem>;
}

/** Attributes kept of one tag, and those kept whatever their number. */
const attributesMax = 64;
const wanted =
  /^(?:url|length|type|href|rel|medium|expression|isdefault|filesize|uri|contenttype|status|start|end|.*:(?:base|resource|about|url|type|length)|xmlns.*)$/i;

/** The end of what stands before a quote that opens the value of an attribute in some tag. */
const opensElsewhere = /<[A-Za-z_][^<>]*\s[\w:.-]+\s*=\s*$/;
/** Characters before a quote that are looked at for such a tag. */
const tailChars = 2_000;

const validName = /^[A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*$/;

interface Attribute {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads the start tag at `at` that breaks the rules: unquoted or unclosed values, missing spaces, "<" in a value,
 * duplicate attributes, no ">". Gives `incomplete` when its end may lie beyond the buffer and more may come.
 */
export function readLooseTag(buffer: string, at: number, final: boolean): LooseTag | "incomplete" {
  const cursor = new TagCursor(buffer, at + 1, final);
  const name = cursor.take(/[^\s/>"'=<]*/y);
  const attributes: Attribute[] = [];
  const names = new Set<string>();
  for (;;) {
    const spaced = cursor.take(/\s*/y) !== "";
    const char = cursor.current();
    if (char === "") return final ? cursor.finishCutOff(name, attributes) : "incomplete";
    if (char === ">") return cursor.finish(name, attributes, false);
    if (char === "/" && cursor.following() === ">") return cursor.finish(name, attributes, true);
    if (char === "<") {
      cursor.problems.add("unclosed-tag");
      return cursor.finish(name, attributes, false);
    }
    const attribute = readAttribute(cursor, spaced);
    if (attribute === "incomplete") return cursor.finishCutOff(name, attributes);
    if (attribute === null) continue;
    if (!validName.test(attribute.name)) {
      cursor.problems.add("malformed-tag");
      continue;
    }
    if (names.has(attribute.name)) cursor.problems.add("duplicate-attribute");
    else if (attributes.length < attributesMax || wanted.test(attribute.name)) attributes.push(attribute);
    names.add(attribute.name);
  }
}

/** Reads one attribute; null when what stands there is none. */
function readAttribute(cursor: TagCursor, spaced: boolean): Attribute | null | "incomplete" {
  const name = cursor.take(/[^\s/>"'=<]+/y);
  if (name === "") {
    cursor.problems.add("malformed-tag");
    cursor.advance(1);
    return null;
  }
  if (!spaced) cursor.problems.add("missing-space");
  const beforeEquals = cursor.position;
  cursor.take(/\s*/y);
  if (cursor.current() === "" && !cursor.final) return "incomplete";
  if (cursor.current() !== "=") {
    cursor.position = beforeEquals;
    cursor.problems.add("valueless-attribute");
    return { name, value: "" };
  }
  cursor.advance(1);
  cursor.take(/\s*/y);
  const quote = cursor.current();
  if (quote === "") return "incomplete";
  if (quote === '"' || quote === "'") {
    const value = readQuoted(cursor, quote);
    return value === null ? "incomplete" : { name, value };
  }
  cursor.problems.add("unquoted-value");
  const value = cursor.take(/(?:[^\s<>/]|\/(?!>))*/y);
  return { name, value };
}

/** Reads a quoted value, guessing where it ends when its closing quote is missing; null when that needs more input. */
function readQuoted(cursor: TagCursor, quote: string): string | null {
  const { buffer } = cursor;
  const from = cursor.position + 1;
  const close = buffer.indexOf(quote, from);
  if (close === -1 && !cursor.final) return null;
  const less = buffer.indexOf("<", from);
  const suspicious = close === -1 || (less !== -1 && less < close);
  if (suspicious) {
    const until = less === -1 ? buffer : buffer.slice(0, less);
    const greater = until.indexOf(">", from);
    // A well-formed value holds no "<": when a ">" stands before it, the tag ended there and the quote was forgotten.
    if (greater !== -1 && (less === -1 || greater < less)) return readUnclosed(cursor, from, greater);
    if (close === -1) return null;
    // A quote that follows "=" in a later tag opens a value there, so the one looked for here is missing.
    if (opensElsewhere.test(buffer.slice(Math.max(less, close - tailChars), close))) {
      cursor.problems.add("unclosed-quote");
      cursor.position = less;
      return buffer.slice(from, less);
    }
    cursor.problems.add("less-than-in-value");
  }
  const value = buffer.slice(from, close);
  const next = buffer.charAt(close + 1);
  // `url="a.mp3 length="1"`: the value runs up to the next attribute's opening quote.
  const swallowed = /^\S*(?=\s+[\w:.-]+\s*=\s*$)/.exec(value);
  if (swallowed !== null && !/[\s/>?]/.test(next)) {
    cursor.problems.add("unclosed-quote");
    cursor.position = from + swallowed[0].length;
    return swallowed[0];
  }
  cursor.position = close + 1;
  return value;
}

function readUnclosed(cursor: TagCursor, from: number, greater: number): string {
  cursor.problems.add("unclosed-quote");
  const selfClosing = cursor.buffer.charAt(greater - 1) === "/";
  const inner = cursor.buffer.slice(from, selfClosing ? greater - 1 : greater);
  const value = /^\S*(?=\s+[\w:.-]+\s*=)/.exec(inner)?.[0] ?? inner.trimEnd();
  cursor.position = from + value.length;
  cursor.take(/\s*/y);
  return value;
}

class TagCursor {
  readonly buffer: string;
  readonly final: boolean;
  readonly problems = new Set<MarkupProblem>();
  position: number;
  private readonly start: number;

  constructor(buffer: string, position: number, final: boolean) {
    this.start = position;
    this.buffer = buffer;
    this.position = position;
    this.final = final;
  }

  current(): string {
    return this.buffer.charAt(this.position);
  }

  following(): string {
    return this.buffer.charAt(this.position + 1);
  }

  advance(count: number): void {
    this.position += count;
  }

  take(sticky: RegExp): string {
    sticky.lastIndex = this.position;
    const taken = sticky.exec(this.buffer)?.[0] ?? "";
    this.position += taken.length;
    return taken;
  }

  /** The tag as far as it goes, when the document ends in it: attributes that are whole are as good as any. */
  finishCutOff(name: string, attributes: readonly Attribute[]): LooseTag | "incomplete" {
    if (!this.final || attributes.length === 0 || this.buffer.indexOf("<", this.start) !== -1)
      return "incomplete";
    this.problems.add("unclosed-tag");
    this.position = this.buffer.length;
    return this.finish(name, attributes, false);
  }

  finish(name: string, attributes: readonly Attribute[], selfClosing: boolean): LooseTag {
    if (this.current() !== "<" && this.current() !== "") this.position += selfClosing ? 2 : 1;
    const text = attributes
      .map((attribute) => ` ${attribute.name}="${escapeValue(attribute.value)}"`)
      .join("");
    return { name, attributes: text, selfClosing, end: this.position, problems: this.problems };
  }
}

/** Escapes what may not stand in a quoted value. References are left as they are. */
function escapeValue(value: string): string {
  return value.replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
