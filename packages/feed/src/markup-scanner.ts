import { doctypeEnd } from "./doctype-end.ts";
import { hasDuplicateAttribute } from "./duplicate-attribute.ts";
import type { FeedLimits } from "./feed-limits.ts";
import { instructionProblem } from "./instruction-problem.ts";
import type { MarkupHandler } from "./markup-handler.ts";
import type { MarkupProblem } from "./markup-problem.ts";
import { NameCache } from "./name-cache.ts";
import { readLooseTag } from "./read-loose-tag.ts";
import { isXmlCharacter } from "./references.ts";
import { TextFinder } from "./text-finder.ts";

/** The rest of a start tag that is well-formed: attributes with quoted values free of "<". */
const attributesPattern =
  /((?:\s+[A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
/** Markup of items, which in a section or instruction tells that it was closed too late. */
const itemMarkup = /<(?:\/?item|\/?entry|enclosure)[\s/>]/;
const endTagPattern = /<\/([^\s/>"'=<&]+)\s*>/y;
const nameStart = /^[A-Za-z_:\u0080-\uffff]/;
const referencePattern =
  /&(?:(amp|lt|gt|quot|apos)|#([0-9]+)|#x([0-9a-fA-F]+)|([A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*));/y;
// The characters that XML 1.0 §2.2 leaves out, lone surrogates aside; control characters cannot be named otherwise.
const controlClass = String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]`;
const controlPattern = new RegExp(controlClass);
const controlPatternAll = new RegExp(controlClass, "g");

/** Characters of text kept back at the end of a piece, since a reference may continue in the next. */
const tailChars = 64;
/** Text without markup is handed on when it is longer than this. */
const textRunChars = 131_072;
const instructionCharsMax = 65_536;
const doctypeCharsMax = 262_144;
/** A tag with more attribute text than this is read by hand, which keeps what is wanted of it. */
const longAttributesChars = 8_192;

/**
 * A scanner for XML that arrives in pieces: finds tags, text, CDATA sections, comments and the rest, and keeps going
 * after every error, telling each. It holds no more than one token; tokens are bounded by `limits`.
 */
export class MarkupScanner {
  private readonly handler: MarkupHandler;
  private readonly limits: FeedLimits;
  private buffer = "";
  private position = 0;
  private final = false;
  private openSection: "]]>" | "-->" | null = null;
  private sectionSearchedTo = 0;
  /** Length that the buffer must reach before a tag that is not yet whole is read again: doubled each time. */
  private retryLength = 0;
  private lineCount = 1;
  private sawAnything = false;
  private sawDoctype = false;
  private nextNewline = Number.POSITIVE_INFINITY;
  private readonly ampersands = new TextFinder("&");
  private readonly sectionEnds = { "]]>": new TextFinder("]]>"), "-->": new TextFinder("-->") };
  private readonly instructionEnds = new TextFinder("?>");
  private readonly tagEnds = new TextFinder(">");
  private readonly names = new NameCache();
  private readonly finders = [
    this.ampersands,
    this.sectionEnds["]]>"],
    this.sectionEnds["-->"],
    this.instructionEnds,
    this.tagEnds,
  ];

  constructor(handler: MarkupHandler, limits: FeedLimits) {
    this.handler = handler;
    this.limits = limits;
  }

  /** Scans the next piece of the document. */
  write(piece: string): void {
    const held = this.buffer.length - this.position;
    const control = controlPattern.exec(piece);
    this.append(control === null ? piece : piece.replace(controlPatternAll, ""));
    if (control !== null) this.tellControl(control[0], held + control.index);
    while (this.step());
  }

  /** Scans what is left, knowing that nothing follows. */
  end(): void {
    this.final = true;
    while (this.position < this.buffer.length && this.step());
    if (this.openSection !== null) this.handler.problem("lost-section");
  }

  /** The 1-based line of the token last told. */
  line(): number {
    while (this.nextNewline < this.position) {
      this.lineCount++;
      const next = this.buffer.indexOf("\n", this.nextNewline + 1);
      this.nextNewline = next === -1 ? Number.POSITIVE_INFINITY : next;
    }
    return this.lineCount;
  }

  private append(piece: string): void {
    this.line();
    const dropped = this.position;
    this.buffer = dropped === 0 ? this.buffer + piece : this.buffer.slice(dropped) + piece;
    this.position = 0;
    this.sectionSearchedTo = Math.max(0, this.sectionSearchedTo - dropped);
    for (const finder of this.finders) finder.reset(this.buffer);
    const newline = this.buffer.indexOf("\n");
    this.nextNewline = newline === -1 ? Number.POSITIVE_INFINITY : newline;
  }

  /** Tells a control character that stood at `at`, which lies ahead of the token being scanned. */
  private tellControl(character: string, at: number): void {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    let line = this.lineCount;
    for (let newline = this.nextNewline; newline < at; line++) {
      const next = this.buffer.indexOf("\n", newline + 1);
      newline = next === -1 ? Number.POSITIVE_INFINITY : next;
    }
    this.handler.problem("control-character", `U+${code}`, "", line);
  }

  /** Scans one token; false when more input is needed. */
  private step(): boolean {
    if (this.openSection !== null) return this.skipSection(this.openSection);
    const at = this.position;
    if (this.buffer.length - at < this.retryLength && !this.final) return false;
    this.retryLength = 0;
    if (at >= this.buffer.length) return false;
    if (this.buffer.charCodeAt(at) !== 60) return this.textRun(at);
    this.line();
    const next = this.buffer.charCodeAt(at + 1);
    if (next === 47) return this.endTag(at);
    if (next === 33) return this.declaration(at);
    if (next === 63) return this.instruction(at);
    if (Number.isNaN(next) && !this.final) return false;
    return this.startTag(at);
  }

  private textRun(from: number): boolean {
    const buffer = this.buffer;
    let to = buffer.indexOf("<", from);
    if (to === -1) {
      to = buffer.length;
      if (!this.final) {
        if (to - from < textRunChars) return false;
        const lastAmpersand = buffer.lastIndexOf("&");
        to = lastAmpersand > to - tailChars ? lastAmpersand : to - 2;
      }
    }
    this.emitText(from, to);
    return true;
  }

  private emitText(from: number, to: number): void {
    this.checkReferences(from, to);
    const cdataEnd = this.sectionEnds["]]>"].find(from);
    if (cdataEnd < to) this.tell("cdata-end-in-text", cdataEnd);
    if (this.handler.wantsText) this.handler.text(this.buffer.slice(from, to));
    this.position = to;
    this.sawAnything = true;
  }

  /** Tells every reference between `from` and `to` that XML does not define, and every "&" that begins none. */
  private checkReferences(from: number, to: number): void {
    for (let at = this.ampersands.find(from); at < to; at = this.ampersands.find(at + 1)) {
      referencePattern.lastIndex = at;
      const match = referencePattern.exec(this.buffer);
      if (match === null || referencePattern.lastIndex > to) this.tell("bare-ampersand", at);
      else if (match[4] !== undefined) this.handler.reference(match[4]);
      else if (match[1] === undefined && !isCharacter(match)) this.tell("invalid-reference", at, match[0]);
    }
  }

  /** Tells a problem as standing at `at`. */
  private tell(kind: MarkupProblem, at: number, what?: string): void {
    const position = this.position;
    this.position = Math.max(position, at);
    this.line();
    this.handler.problem(kind, what);
    this.position = position;
  }

  private startTag(at: number): boolean {
    const nameEnd = this.nameEnd(at + 1);
    const name = this.names.take(this.buffer, at + 1, nameEnd);
    if (!nameStart.test(name)) return this.looseStartTag(at);
    if (this.buffer.charCodeAt(nameEnd) === 62) {
      this.emitStart(name, "", false, nameEnd + 1);
      return true;
    }
    attributesPattern.lastIndex = nameEnd;
    const match = attributesPattern.exec(this.buffer);
    const attributes = match?.[1];
    if (attributes === undefined || attributes.length > longAttributesChars) return this.looseStartTag(at);
    const end = attributesPattern.lastIndex;
    if (attributes !== "") {
      this.checkReferences(at, end);
      if (hasDuplicateAttribute(attributes)) return this.looseStartTag(at);
    }
    this.emitStart(name, attributes, match?.[2] === "/", end);
    return true;
  }

  private emitStart(name: string, attributes: string, selfClosing: boolean, end: number): void {
    this.handler.startTag(name, attributes, selfClosing);
    this.position = end;
    this.sawAnything = true;
  }

  /** Index of the first character from `from` on that cannot be part of a name. */
  private nameEnd(from: number): number {
    for (let at = from; at < this.buffer.length; at++) {
      const code = this.buffer.charCodeAt(at);
      // White space, and `"` & ' / < = >`.
      if (code <= 34 || (code >= 60 && code <= 62) || code === 47 || code === 38 || code === 39) return at;
    }
    return this.buffer.length;
  }

  private looseStartTag(at: number): boolean {
    const first = this.buffer.charAt(at + 1);
    if (first === "" || !nameStart.test(first)) return this.strayLessThan(at);
    const tag = readLooseTag(this.buffer, at, this.final);
    if (tag === "incomplete") {
      if (!this.final && this.buffer.length - at <= this.limits.tagCharsMax) {
        this.retryLength = 2 * (this.buffer.length - at);
        return false;
      }
      this.handler.problem(this.final ? "unclosed-tag" : "huge-tag", this.buffer.slice(at + 1, at + 41));
      // What was looked through is passed over, so that no text is looked through twice.
      this.position = Math.min(this.tagEnds.find(at) + 1, this.buffer.length);
      return true;
    }
    for (const problem of tag.problems) this.handler.problem(problem, tag.name.slice(0, 100));
    this.checkReferences(at, tag.end);
    this.emitStart(tag.name, tag.attributes, tag.selfClosing, tag.end);
    return true;
  }

  private strayLessThan(at: number): boolean {
    this.handler.problem("stray-less-than");
    if (this.handler.wantsText) this.handler.text("&lt;");
    this.position = at + 1;
    return true;
  }

  private endTag(at: number): boolean {
    const open = this.handler.openName;
    const expectedEnd = at + 2 + open.length;
    if (this.buffer.charCodeAt(expectedEnd) === 62 && open !== "" && this.buffer.startsWith(open, at + 2)) {
      this.handler.endTag(open);
      this.position = expectedEnd + 1;
      return true;
    }
    endTagPattern.lastIndex = at;
    const match = endTagPattern.exec(this.buffer);
    if (match?.[1] !== undefined) {
      const end = endTagPattern.lastIndex;
      this.handler.endTag(match[1]);
      this.position = end;
      return true;
    }
    const stop = /[<>]/g;
    stop.lastIndex = at + 2;
    const end = stop.exec(this.buffer)?.index ?? -1;
    if (end === -1 && !this.final && this.buffer.length - at < instructionCharsMax) return false;
    if (end === -1) return this.strayLessThan(at);
    const name =
      this.buffer
        .slice(at + 2, end)
        .trim()
        .split(/[\s/"'=&]/, 1)[0] ?? "";
    this.handler.problem("malformed-tag", `/${name.slice(0, 100)}`);
    if (name !== "") this.handler.endTag(name);
    this.position = this.buffer.charAt(end) === ">" ? end + 1 : end;
    return true;
  }

  private declaration(at: number): boolean {
    const head = this.buffer.slice(at, at + 9);
    if (head.startsWith("<!--")) return this.section(at, 4, "-->");
    const upper = head.toUpperCase();
    if (upper === "<![CDATA[") {
      if (head !== upper) this.handler.problem("cdata-case");
      return this.section(at, 9, "]]>");
    }
    if (!this.final && head.length < 9 && this.buffer.length - at < 9) return false;
    if (upper === "<!DOCTYPE" && !this.sawDoctype) return this.doctype(at);
    this.handler.problem("unknown-declaration");
    this.position = this.afterBroken(at);
    return true;
  }

  /** A CDATA section or comment. One never closed is read as if it had not begun, if the rest is short enough. */
  private section(at: number, openLength: number, close: "]]>" | "-->"): boolean {
    const from = at + openLength;
    const end = this.sectionEnds[close].find(Math.max(from, this.sectionSearchedTo - 2));
    if (end < this.buffer.length) {
      this.sectionSearchedTo = 0;
      this.emitSection(from, end, close);
      this.position = end + 3;
      return true;
    }
    this.sectionSearchedTo = this.buffer.length;
    if (this.final) {
      this.handler.problem(close === "]]>" ? "unclosed-cdata" : "unclosed-comment");
      this.sectionSearchedTo = 0;
      this.position = from;
      return true;
    }
    if (this.buffer.length - at <= this.limits.sectionCharsMax) return false;
    this.openSection = close;
    this.position = from;
    return true;
  }

  private hidesItem(from: number, to: number): boolean {
    return itemMarkup.test(this.buffer.slice(from, to));
  }

  private emitSection(from: number, to: number, close: "]]>" | "-->"): void {
    const hides = this.hidesItem(from, to);
    if (close === "]]>") {
      if (hides) this.handler.problem("cdata-hides-item");
      if (this.handler.wantsText) this.handler.cdata(this.buffer.slice(from, to));
      return;
    }
    if (hides) this.handler.problem("comment-hides-item");
    const hyphens = this.buffer.indexOf("--", from);
    if (hyphens !== to) this.handler.problem("double-hyphen");
  }

  /** Passes over a section too long to be held back, handing on the text of one that is wanted. */
  private skipSection(close: "]]>" | "-->"): boolean {
    const end = this.buffer.indexOf(close, this.position);
    const to = end === -1 ? Math.max(this.position, this.buffer.length - 2) : end;
    if (close === "]]>" && this.handler.wantsText) this.handler.cdata(this.buffer.slice(this.position, to));
    this.line();
    this.position = end === -1 ? to : to + 3;
    this.sectionSearchedTo = 0;
    if (end !== -1) this.openSection = null;
    return end !== -1;
  }

  private instruction(at: number): boolean {
    const buffer = this.buffer;
    const end = this.instructionEnds.find(at + 2);
    const bracket = this.tagEnds.find(at + 2);
    const isDeclaration = /^<\?xml\s/i.test(buffer.slice(at, at + 6));
    const isClosed = end < buffer.length;
    if (!isClosed && !this.final && buffer.length - at < instructionCharsMax) return false;
    if (!isClosed || (isDeclaration && bracket < end && buffer.slice(bracket, end).includes("<"))) {
      this.handler.problem("malformed-instruction");
      this.position = this.afterBroken(at);
      return true;
    }
    const content = buffer.slice(at + 2, end);
    const problem = instructionProblem(content, !this.sawAnything);
    if (this.hidesItem(at, end)) this.handler.problem("instruction-hides-item");
    if (problem !== null) this.handler.problem(problem);
    // One without a name was never meant as one.
    if (!/^[A-Za-z_]/.test(content)) {
      this.position = at + 2;
      return true;
    }
    this.position = end + 2;
    this.sawAnything = true;
    return true;
  }

  /** Where to go on after markup that is broken: after its ">", unless other markup begins before that. */
  private afterBroken(at: number): number {
    const end = this.tagEnds.find(at);
    const next = this.buffer.indexOf("<", at + 1);
    return end < this.buffer.length && (next === -1 || end < next) ? end + 1 : at + 2;
  }

  private doctype(at: number): boolean {
    const end = doctypeEnd(this.buffer, at + 9);
    if (end === -1) {
      if (!this.final && this.buffer.length - at < doctypeCharsMax) return false;
      this.handler.problem("malformed-doctype");
      this.sawDoctype = true;
      this.position = at + 9;
      return true;
    }
    this.sawDoctype = true;
    this.handler.doctype(this.buffer.slice(at + 9, end));
    this.position = end + 1;
    return true;
  }
}

/** Whether a numeric reference stands for a character. */
function isCharacter(match: RegExpExecArray): boolean {
  return isXmlCharacter(match[2] === undefined ? Number.parseInt(match[3] ?? "", 16) : Number(match[2]));
}
