import type { FeedRoot } from "./feed-root.ts";
import type { Frame, FrameStack } from "./frame-stack.ts";
import type { OpenItem } from "./item-list.ts";
import { PlainNames } from "./plain-names.ts";

/** The element in which a feed's items stand, and what names mean in them, so that items may be read whole there. */
export class ItemPlace {
  private readonly root: FeedRoot;
  private frame: Frame | null = null;
  private names: PlainNames | null = null;

  constructor(root: FeedRoot) {
    this.root = root;
  }

  /** The URL to which relative ones in items refer, where an `xml:base` says so; else null. */
  get base(): string | null {
    return this.frame?.base ?? null;
  }

  /** What names mean in items, if these stand directly in `frame`; else null. */
  namesIn(frame: Frame | undefined): PlainNames | null {
    return frame !== undefined && frame === this.frame ? this.names : null;
  }

  /** Takes note of an item that begins, under the name that it has in the document, within the open elements. */
  remember(item: OpenItem, name: string, frames: FrameStack): void {
    const frame = frames.top;
    if (frame === undefined || item.key === "podcast:liveItem" || !frames.isShallow()) return;
    // There is something to be told of each of these.
    if (this.root.isMisplaced(frame.key)) return;
    if (frame === this.frame && this.names?.startTag === `<${name}>`) return;
    const lookUp = (found: string) => {
      const element = frame.scope.resolve(found);
      const isTold = element.problem === null || element.told;
      return isTold ? { key: this.root.keyOf(element.key, 1) } : null;
    };
    this.frame = frame;
    const isDeclared = (prefix: string, uri: string) => frame.scope.declares(prefix, uri);
    this.names = new PlainNames(name, { lookUp, isDeclared });
  }
}
