import type { Collector } from "./collector.ts";
import {
  containerChildren,
  describesMedia,
  type ElementRole,
  enclosureKeys,
  endsPlainText,
  itemKeys,
  itemRoles,
} from "./element-roles.ts";
import type { OpenItem } from "./item-list.ts";
import type { NamespaceScope } from "./namespaces.ts";

/** An element whose start tag has been read. */
export interface StartedElement {
  readonly name: string;
  readonly key: string | null;
  readonly attributes: string;
  readonly scope: NamespaceScope;
  readonly isForeign: boolean;
}

/** An open element. */
export interface Frame {
  readonly name: string;
  readonly key: string | null;
  readonly scope: NamespaceScope;
  /** The URL of the innermost `xml:base`, or null. */
  readonly base: string | null;
  /** Whether the element, or one around it, is of a namespace that says nothing about feeds. */
  readonly foreign: boolean;
  /** The item that the element is, or null. */
  readonly item: OpenItem | null;
  /** Episodes begun before the element. */
  readonly episodesBefore: number;
  /** How the element is being collected and by whom, or null. */
  readonly role: ElementRole | null;
  readonly collector: Collector | null;
  /** Whether the element stands directly in its item or channel. */
  readonly outermost: boolean;
}

/** Open elements around items in any feed that is as it should be, and then some. */
const shallowDepth = 8;

const rootNames: ReadonlySet<string> = new Set(["rss", "channel", "rdf", "feed"]);

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1).toLowerCase();
}

/** The open elements, outermost first. */
export class FrameStack {
  private readonly frames: Frame[] = [];

  get depth(): number {
    return this.frames.length;
  }

  get top(): Frame | undefined {
    return this.frames[this.frames.length - 1];
  }

  push(frame: Frame): void {
    this.frames.push(frame);
  }

  pop(): Frame | undefined {
    return this.frames.pop();
  }

  /** Depth of the innermost open element that an end tag closes, or -1. Only a root's end closes an item around it. */
  depthClosedBy(name: string): number {
    const lower = name.toLowerCase();
    const crossesItems = rootNames.has(localName(name));
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (frame === undefined) break;
      if (frame.name === name || frame.name.toLowerCase() === lower) return index;
      if (frame.item !== null && !crossesItems) return -1;
    }
    return -1;
  }

  /** Whether an end tag closes an open item or the feed's root. */
  closesItemOrRoot(name: string): boolean {
    const depth = this.depthClosedBy(name);
    const frame = this.frames[depth];
    return frame !== undefined && (frame.item !== null || rootNames.has(localName(name)));
  }

  /** Whether the innermost open element is an item, or what items stand in. */
  isItemOrRoot(): boolean {
    const frame = this.top;
    return frame !== undefined && (frame.item !== null || rootNames.has(localName(frame.name)));
  }

  /** Whether few elements are open and nothing is being collected of any. */
  isShallow(): boolean {
    return this.frames.length <= shallowDepth && this.frames.every((frame) => frame.role === null);
  }

  /** The element whose text is being read: the innermost, or one of plain text that it stands in; else null. */
  textFrame(): Frame | null {
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (frame === undefined || frame.item !== null || frame.role === "container") return null;
      if (frame.role === "text") return frame;
    }
    return null;
  }

  /**
   * Depth of an element being collected whose end the start of another, named by its key, shows to have been
   * forgotten; -1 when there is none. An enclosure ends whatever is collected around it.
   */
  depthEndedBy(key: string): number {
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (frame === undefined || frame.item !== null) return -1;
      const innermost = index === this.frames.length - 1;
      if (frame.role !== null && endsElement(key, frame, innermost)) return index;
      if (frame.outermost || (innermost && !enclosureKeys.has(key) && !itemKeys.has(key))) return -1;
    }
    return -1;
  }

  /** Gives up the innermost element of plain text that is still open, with all in it; null when there is none. */
  dropText(): Frame | null {
    const index = this.frames.findLastIndex((frame) => frame.outermost && frame.role === "text");
    const dropped = this.frames[index];
    if (dropped === undefined) return null;
    this.frames.length = index;
    return dropped;
  }

  /** Name of the innermost open element that is of a known vocabulary. */
  innermostKnown(): string {
    return this.frames.findLast((frame) => frame.key !== null)?.name.slice(0, 100) ?? "";
  }
}

/** Whether the start of `key` shows that an element being collected, which it stands in, has ended. */
function endsElement(key: string, { key: outer, role, outermost }: Frame, innermost: boolean): boolean {
  if (enclosureKeys.has(key) || itemKeys.has(key)) return outermost;
  if (!innermost) return false;
  if (role === "container") return itemRoles.has(key) && !containerChildren.has(key);
  if (role === "text") return endsPlainText(key);
  return outermost && endsPlainText(key) && !(outer === "media:content" && describesMedia(key));
}
