import { detach } from "./detach.ts";
import { containerChildren, type ElementRole, enclosureKeys, itemKeys, itemRoles } from "./element-roles.ts";
import { NameCache } from "./name-cache.ts";

/** What a qualified name means inside an item. */
export interface PlainName {
  readonly name: string;
  /** `</name>`. */
  readonly endTag: string;
  /** The canonical name, or null for one of no known vocabulary. */
  readonly key: string | null;
  /** How an element directly in the item is collected; null when nothing of it is wanted. */
  readonly role: ElementRole | null;
  /** How a child of a container is collected. */
  readonly childRole: ElementRole | null;
  /** Whether there is something to be told of the name, or its element changes what is around it. */
  readonly isUnusual: boolean;
  /** Whether an element of this name is wanted however deep it stands. */
  readonly isEnclosure: boolean;
  /** What came after such an element the last time, which in a feed written by a machine is what comes every time. */
  follower: Follower | null;
  /** How often something else came. */
  surprises: number;
}

/** White space and the beginning of a start tag, its name included. */
export interface Follower {
  readonly text: string;
  readonly name: PlainName;
}

/** What names mean where the items stand. */
export interface ItemVocabulary {
  /** What a qualified name means; null when there is something to be told of it. */
  readonly lookUp: (name: string) => { readonly key: string | null } | null;
  /** Whether a prefix stands for a namespace. */
  readonly isDeclared: (prefix: string, uri: string) => boolean;
}

/** A namespace declaration that stands in an element's tag within an item. */
const declaration = /xmlns:([A-Za-z_][\w.-]{0,60})=(?:"([^"&<]{0,300})"|'([^'&<]{0,300})')/y;
/** Declarations in force that are remembered as they are written. */
const declarationsMax = 16;

/** Elements that a feed is made of, which have no place in an item. */
const outerKeys: ReadonlySet<string> = new Set(["rss", "channel", "rdf:RDF", "atom:feed", ...itemKeys]);
/** Has no name, so that it is not remembered: what is to be told of a name is told once. */
const unusual: PlainName = {
  name: "",
  endTag: "",
  key: null,
  role: null,
  childRole: null,
  isUnusual: true,
  isEnclosure: false,
  follower: null,
  surprises: 0,
};

/** The names in a feed's items. */
export class PlainNames {
  /** The start and end tags of items. */
  readonly startTag: string;
  readonly endTag: string;
  /** Stands for the item's own start tag, which its first element follows. */
  readonly beginning: PlainName = { ...unusual };
  private readonly vocabulary: ItemVocabulary;
  private readonly declarations: string[] = [];
  private readonly names = new NameCache((name) => this.understand(name));

  constructor(itemName: string, vocabulary: ItemVocabulary) {
    this.startTag = `<${itemName}>`;
    this.endTag = `</${itemName}>`;
    this.vocabulary = vocabulary;
  }

  /** The name that stands from `from` to `to`. */
  take(text: string, from: number, to: number): PlainName {
    return this.names.take(text, from, to);
  }

  /** Whether the namespace declaration that stands at `at` only repeats what is in force where the items stand. */
  readonly isRepeated = (text: string, at: number): boolean => {
    for (const known of this.declarations) if (text.startsWith(known, at)) return true;
    declaration.lastIndex = at;
    const match = declaration.exec(text);
    if (match === null) return false;
    if (!this.vocabulary.isDeclared(match[1] ?? "", match[2] ?? match[3] ?? "")) return false;
    if (this.declarations.length < declarationsMax) this.declarations.push(detach(match[0]));
    return true;
  };

  private understand(name: string): PlainName {
    const found = this.vocabulary.lookUp(name);
    if (found === null || (found.key !== null && outerKeys.has(found.key))) return unusual;
    const { key } = found;
    return {
      name,
      endTag: `</${name}>`,
      key,
      role: (key === null ? null : itemRoles.get(key)) ?? null,
      childRole: (key === null ? null : containerChildren.get(key)) ?? null,
      isUnusual: false,
      isEnclosure: key !== null && enclosureKeys.has(key),
      follower: null,
      surprises: 0,
    };
  }
}
