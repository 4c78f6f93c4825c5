import { doctypeEnd } from "./doctype-end.ts";
import type { FeedLimits } from "./feed-limits.ts";
import { instructionProblem } from "./instruction-problem.ts";
import { hasItemMarkup } from "./item-markup.ts";
import type { MarkupHandler } from "./markup-handler.ts";
import type { TextWindow } from "./text-window.ts";

const instructionCharsMax = 65_536;
const doctypeCharsMax = 262_144;

/**
 * Scans what begins with "<!" or "<?": CDATA sections, comments, document type declarations and processing
 * instructions. Each method moves the window's position on; false means that more input is needed.
 */
export class SectionScanner {
  private readonly window: TextWindow;
  private readonly handler: MarkupHandler;
  private readonly limits: FeedLimits;
  private openSection: "]]>" | "-->" | null = null;
  private searchedTo = 0;
  private sawDoctype = false;
  private sawInstruction = false;

  constructor(window: TextWindow, handler: MarkupHandler, limits: FeedLimits) {
    this.window = window;
    this.handler = handler;
    this.limits = limits;
  }

  /** Whether a section too long to be held back is being passed over. */
  get isInside(): boolean {
    return this.openSection !== null;
  }

  /** Takes note that the window has let go of characters at its start. */
  drop(count: number): void {
    this.searchedTo = Math.max(0, this.searchedTo - count);
  }

  /** Passes over a section too long to be held back, handing on the text of one that is wanted. */
  skip(): boolean {
    const { window, openSection } = this;
    if (openSection === null) return true;
    const { buffer, position } = window;
    const end = buffer.indexOf(openSection, position);
    const to = end === -1 ? Math.max(position, buffer.length - 2) : end;
    if (openSection === "]]>" && this.handler.wantsText) this.handler.cdata(buffer.slice(position, to));
    window.line();
    window.position = end === -1 ? to : to + 3;
    this.searchedTo = 0;
    if (end !== -1) this.openSection = null;
    return end !== -1;
  }

  /** Scans what "<!" begins. */
  declaration(at: number): boolean {
    const { buffer, final } = this.window;
    const head = buffer.slice(at, at + 9);
    if (head.startsWith("<!--")) return this.section(at, 4, "-->");
    const upper = head.toUpperCase();
    if (upper === "<![CDATA[") {
      if (head !== upper) this.handler.problem("cdata-case");
      return this.section(at, 9, "]]>");
    }
    if (!final && head.length < 9 && buffer.length - at < 9) return false;
    if (upper === "<!DOCTYPE" && !this.sawDoctype) return this.doctype(at);
    this.handler.problem("unknown-declaration");
    this.window.position = this.afterBroken(at);
    return true;
  }

  /** Scans what "<?" begins. `isLate` says that something other than instructions stands before it. */
  instruction(at: number, isLate: boolean): boolean {
    const { window, handler } = this;
    const { buffer } = window;
    const end = window.instructionEnds.find(at + 2);
    const bracket = window.tagEnds.find(at + 2);
    const isDeclaration = /^<\?xml\s/i.test(buffer.slice(at, at + 6));
    const isClosed = end < buffer.length;
    if (!isClosed && !window.final && buffer.length - at < instructionCharsMax) return false;
    if (!isClosed || (isDeclaration && bracket < end && buffer.slice(bracket, end).includes("<"))) {
      handler.problem("malformed-instruction");
      window.position = this.afterBroken(at);
      return true;
    }
    const content = buffer.slice(at + 2, end);
    const problem = instructionProblem(content, !isLate && !this.sawInstruction);
    if (hasItemMarkup(buffer, at, end)) handler.problem("instruction-hides-item");
    if (problem !== null) handler.problem(problem);
    // One without a name was never meant as one.
    const isNamed = /^[A-Za-z_]/.test(content);
    window.position = isNamed ? end + 2 : at + 2;
    this.sawInstruction ||= isNamed;
    return true;
  }

  /** A CDATA section or comment. One never closed is read as if it had not begun, if the rest is short enough. */
  private section(at: number, openLength: number, close: "]]>" | "-->"): boolean {
    const { window } = this;
    const from = at + openLength;
    const finder = close === "]]>" ? window.cdataEnds : window.commentEnds;
    const end = finder.find(Math.max(from, this.searchedTo - 2));
    if (end < window.buffer.length) {
      this.searchedTo = 0;
      this.emitSection(from, end, close);
      window.position = end + 3;
      return true;
    }
    this.searchedTo = window.buffer.length;
    if (window.final) {
      this.handler.problem(close === "]]>" ? "unclosed-cdata" : "unclosed-comment");
      this.searchedTo = 0;
      window.position = from;
      return true;
    }
    if (window.buffer.length - at <= this.limits.sectionCharsMax) return false;
    this.openSection = close;
    window.position = from;
    return true;
  }

  private emitSection(from: number, to: number, close: "]]>" | "-->"): void {
    const { buffer } = this.window;
    const hides = hasItemMarkup(buffer, from, to);
    if (close === "]]>") {
      if (hides) this.handler.problem("cdata-hides-item");
      if (this.handler.wantsText) this.handler.cdata(buffer.slice(from, to));
      return;
    }
    if (hides) this.handler.problem("comment-hides-item");
    if (buffer.indexOf("--", from) !== to) this.handler.problem("double-hyphen");
  }

  /** Where to go on after markup that is broken: after its ">", unless other markup begins before that. */
  private afterBroken(at: number): number {
    const { buffer, tagEnds } = this.window;
    const end = tagEnds.find(at);
    const next = buffer.indexOf("<", at + 1);
    return end < buffer.length && (next === -1 || end < next) ? end + 1 : at + 2;
  }

  private doctype(at: number): boolean {
    const { window } = this;
    const end = doctypeEnd(window.buffer, at + 9);
    if (end === -1 && !window.final && window.buffer.length - at < doctypeCharsMax) return false;
    this.sawDoctype = true;
    if (end === -1) this.handler.problem("malformed-doctype");
    else this.handler.doctype(window.buffer.slice(at + 9, end));
    window.position = end === -1 ? at + 9 : end + 1;
    return true;
  }
}
