import type { MarkupProblem } from "./markup-problem.ts";
import type { PlainItem } from "./plain-item.ts";
import type { PlainNames } from "./plain-names.ts";

/** What a scanner tells about a document, in document order. Text and attributes come raw: references undecoded. */
export interface MarkupHandler {
  /** Whether the text now following is of interest; when false, `text` is called for nothing but non-blank checks. */
  wantsText: boolean;
  /** Name of the innermost open element, whose end tag is therefore to be expected; empty when there is none. */
  openName: string;
  /** What names mean where whole items may be handed on, or null where they may not. */
  readonly plainNames: PlainNames | null;
  /** An item that breaks no rule, in place of its tags and text. */
  plainItem(item: PlainItem): void;
  startTag(name: string, attributes: string, selfClosing: boolean): void;
  endTag(name: string): void;
  text(raw: string): void;
  cdata(raw: string): void;
  doctype(body: string): void;
  /** A named reference other than the five predefined ones was met. */
  reference(name: string): void;
  /** Tells a problem with the token being scanned, or with what stands on another line. */
  problem(kind: MarkupProblem, found?: string, variant?: string, line?: number): void;
}
