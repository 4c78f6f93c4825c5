import { hasDuplicateAttribute } from "./duplicate-attribute.ts";
import type { FeedLimits } from "./feed-limits.ts";
import type { MarkupHandler } from "./markup-handler.ts";
import type { MarkupProblem } from "./markup-problem.ts";
import { NameCache, nameEnd } from "./name-cache.ts";
import { PlainItemScanner } from "./plain-item-scanner.ts";
import { readLooseTag } from "./read-loose-tag.ts";
import { checkReference } from "./reference-check.ts";
import { SectionScanner } from "./section-scanner.ts";
import { TextWindow } from "./text-window.ts";

/** The rest of a start tag that is well-formed: attributes with quoted values free of "<". */
const attributesPattern =
  /((?:\s+[A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const endTagPattern = /<\/([^\s/>"'=<&]+)\s*>/y;
const nameStart = /^[A-Za-z_:\u0080-\uffff]/;
// The characters that XML 1.0 §2.2 leaves out, lone surrogates aside; control characters cannot be named otherwise.
const controlClass = String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]`;
const controlPattern = new RegExp(controlClass);
const controlPatternAll = new RegExp(controlClass, "g");

/** Characters of text kept back at the end of a piece, since a reference may continue in the next. */
const tailChars = 64;
/** Text without markup is handed on when it is longer than this. */
const textRunChars = 131_072;
/** Characters that an end tag may span. */
const endTagCharsMax = 65_536;
/** A tag with more attribute text than this is read by hand, which keeps what is wanted of it. */
const longAttributesChars = 8_192;

/**
 * A scanner for XML that arrives in pieces: finds tags, text, CDATA sections, comments and the rest, and keeps going
 * after every error, telling each. Items that break no rule are handed on whole. It holds no more than one item or
 * one token; both are bounded.
 */
export class MarkupScanner {
  private readonly handler: MarkupHandler;
  private readonly limits: FeedLimits;
  private readonly window = new TextWindow();
  private readonly sections: SectionScanner;
  private readonly plainItems: PlainItemScanner;
  /** Length that the buffer must reach before a tag that is not yet whole is read again: doubled each time. */
  private retryLength = 0;
  private sawAnything = false;
  private readonly names = new NameCache((name) => ({ name, isValid: nameStart.test(name) }));

  constructor(handler: MarkupHandler, limits: FeedLimits) {
    this.handler = handler;
    this.limits = limits;
    this.sections = new SectionScanner(this.window, handler, limits);
    this.plainItems = new PlainItemScanner(this.window, handler, limits);
  }

  /** Scans the next piece of the document. `mayHoldControls` says whether there is a point in looking for some. */
  write(piece: string, mayHoldControls: boolean): void {
    const { window } = this;
    const held = window.buffer.length - window.position;
    const control = mayHoldControls ? controlPattern.exec(piece) : null;
    this.sections.drop(window.append(control === null ? piece : piece.replace(controlPatternAll, "")));
    if (control !== null) this.tellControl(control[0], held + control.index);
    while (this.step());
  }

  /** Scans what is left, knowing that nothing follows. */
  end(): void {
    const { window } = this;
    window.final = true;
    while (window.position < window.buffer.length && this.step());
    if (this.sections.isInside) this.handler.problem("lost-section");
  }

  /** The 1-based line of the token last told. */
  line(): number {
    return this.window.line();
  }

  /** Tells a control character that stood at `at`, which lies ahead of the token being scanned. */
  private tellControl(character: string, at: number): void {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    this.handler.problem("control-character", `U+${code}`, "", this.window.lineAhead(at));
  }

  /** Scans one token, or one item that breaks no rule; false when more input is needed. */
  private step(): boolean {
    const { window } = this;
    if (this.sections.isInside) return this.sections.skip();
    const { buffer, position: at } = window;
    if (buffer.length - at < this.retryLength && !window.final) return false;
    this.retryLength = 0;
    if (at >= buffer.length) return false;
    if (buffer.charCodeAt(at) !== 60) return this.textRun(at);
    window.line();
    const next = buffer.charCodeAt(at + 1);
    if (next === 47) return this.endTag(at);
    if (next === 33) return this.sections.declaration(at);
    if (next === 63) return this.sections.instruction(at, this.sawAnything);
    if (Number.isNaN(next) && !window.final) return false;
    const whole =
      this.handler.plainNames === null ? "unusual" : this.plainItems.scan(at, this.handler.plainNames);
    return whole === "unusual" ? this.startTag(at) : whole === "read";
  }

  private textRun(from: number): boolean {
    const { buffer, final } = this.window;
    let to = buffer.indexOf("<", from);
    if (to === -1) {
      to = buffer.length;
      if (!final) {
        if (to - from < textRunChars) return false;
        const lastAmpersand = buffer.lastIndexOf("&");
        to = lastAmpersand > to - tailChars ? lastAmpersand : to - 2;
      }
    }
    this.emitText(from, to);
    return true;
  }

  private emitText(from: number, to: number): void {
    const { window, handler } = this;
    this.checkReferences(from, to);
    const cdataEnd = window.cdataEnds.find(from);
    if (cdataEnd < to) this.tell("cdata-end-in-text", cdataEnd);
    if (handler.wantsText) handler.text(window.buffer.slice(from, to));
    window.position = to;
    this.sawAnything = true;
  }

  /** Tells every reference between `from` and `to` that XML does not define, and every "&" that begins none. */
  private checkReferences(from: number, to: number): void {
    const { ampersands, buffer } = this.window;
    for (let at = ampersands.find(from); at < to; at = ampersands.find(at + 1)) {
      const { kind, what } = checkReference(buffer, at, to);
      if (kind === "none") this.tell("bare-ampersand", at);
      else if (kind === "named") this.handler.reference(what);
      else if (kind === "invalid") this.tell("invalid-reference", at, what);
    }
  }

  /** Tells a problem as standing at `at`. */
  private tell(kind: MarkupProblem, at: number, what?: string): void {
    const { window } = this;
    const { position } = window;
    window.position = Math.max(position, at);
    this.handler.problem(kind, what);
    window.position = position;
  }

  private startTag(at: number): boolean {
    const { buffer } = this.window;
    const afterName = nameEnd(buffer, at + 1);
    const { name, isValid } = this.names.take(buffer, at + 1, afterName);
    if (!isValid) return this.looseStartTag(at);
    if (buffer.charCodeAt(afterName) === 62) {
      this.emitStart(name, "", false, afterName + 1);
      return true;
    }
    attributesPattern.lastIndex = afterName;
    const match = attributesPattern.exec(buffer);
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
    this.window.position = end;
    this.sawAnything = true;
  }

  private looseStartTag(at: number): boolean {
    const { window, handler } = this;
    const { buffer, final } = window;
    const first = buffer.charAt(at + 1);
    if (first === "" || !nameStart.test(first)) return this.strayLessThan(at);
    const tag = readLooseTag(buffer, at, final);
    if (tag === "incomplete") {
      if (!final && buffer.length - at <= this.limits.tagCharsMax) {
        this.retryLength = 2 * (buffer.length - at);
        return false;
      }
      handler.problem(final ? "unclosed-tag" : "huge-tag", buffer.slice(at + 1, at + 41));
      // What was looked through is passed over, so that no text is looked through twice.
      window.position = Math.min(window.tagEnds.find(at) + 1, buffer.length);
      return true;
    }
    for (const problem of tag.problems) handler.problem(problem, tag.name.slice(0, 100));
    this.checkReferences(at, tag.end);
    this.emitStart(tag.name, tag.attributes, tag.selfClosing, tag.end);
    return true;
  }

  private strayLessThan(at: number): boolean {
    this.handler.problem("stray-less-than");
    if (this.handler.wantsText) this.handler.text("&lt;");
    this.window.position = at + 1;
    return true;
  }

  private endTag(at: number): boolean {
    const { window, handler } = this;
    const { buffer } = window;
    const open = handler.openName;
    const expectedEnd = at + 2 + open.length;
    if (buffer.charCodeAt(expectedEnd) === 62 && open !== "" && buffer.startsWith(open, at + 2)) {
      handler.endTag(open);
      window.position = expectedEnd + 1;
      return true;
    }
    endTagPattern.lastIndex = at;
    const name = endTagPattern.exec(buffer)?.[1];
    if (name === undefined) return this.looseEndTag(at);
    const end = endTagPattern.lastIndex;
    handler.endTag(name);
    window.position = end;
    return true;
  }

  private looseEndTag(at: number): boolean {
    const { window, handler } = this;
    const { buffer } = window;
    const stop = /[<>]/g;
    stop.lastIndex = at + 2;
    const end = stop.exec(buffer)?.index ?? -1;
    if (end === -1 && !window.final && buffer.length - at < endTagCharsMax) return false;
    if (end === -1) return this.strayLessThan(at);
    const inside = buffer.slice(at + 2, end).trim();
    const name = inside.split(/[\s/"'=&]/, 1)[0] ?? "";
    handler.problem("malformed-tag", `/${name.slice(0, 100)}`);
    if (name !== "") handler.endTag(name);
    window.position = buffer.charAt(end) === ">" ? end + 1 : end;
    return true;
  }
}
