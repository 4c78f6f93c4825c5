import { decodeHTMLStrict } from "entities";

/** Longest text that one entity may stand for. */
const expansionCharsMax = 10_000;
/** Text that all entity references of a document may stand for together. */
const expansionTotalMax = 1_000_000;
const nestingMax = 8;
const entitiesMax = 1_000;

/** The entities that a document's internal subset declares, and how much they have been expanded. */
export interface EntityTable {
  /** Replacement texts by name; null for an external entity, which is never fetched. */
  readonly texts: ReadonlyMap<string, string | null>;
  readonly expanded: Map<string, string | null>;
  left: number;
  /** Whether references were left out because all together grew too long. */
  exhausted: boolean;
}

/** A table without entities. */
export function emptyEntityTable(): EntityTable {
  return { texts: new Map(), expanded: new Map(), left: expansionTotalMax, exhausted: false };
}

/** Reads the general entities that a document type declaration's internal subset declares (XML 1.0 §4.2). */
export function readEntityTable(doctype: string): EntityTable {
  const texts = new Map<string, string | null>();
  const declaration =
    /<!--[\s\S]*?-->|<!ENTITY\s+([^\s%"'<>&;]+)\s+(?:"([^"]*)"|'([^']*)'|(SYSTEM|PUBLIC)\s)/g;
  for (const match of doctype.matchAll(declaration)) {
    const name = match[1];
    if (name === undefined || texts.has(name)) continue;
    texts.set(name, match[4] === undefined ? (match[2] ?? match[3] ?? "") : null);
    if (texts.size >= entitiesMax) break;
  }
  return { ...emptyEntityTable(), texts };
}

/**
 * Decodes the references in raw text or in a raw attribute value, each exactly once: numeric ones, XML's five, those
 * that the document declares, and HTML's names. What stands for nothing is left as it is; numeric references to no
 * character are dropped.
 */
export function decodeReferences(raw: string, entities: EntityTable): string {
  if (!raw.includes("&")) return raw;
  // Nearly all references are this one, in query strings and titles.
  return otherReference.test(raw) ? decode(raw, entities, 0) : raw.replace(/&amp;/g, "&");
}

const otherReference = /&(?!amp;)/;

function decode(raw: string, entities: EntityTable, depth: number): string {
  return raw.replace(
    /&(?:#(?:([0-9]+)|x([0-9a-fA-F]+))|([A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*));/g,
    (reference: string, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return predefined.get(name) ?? named(reference, name, entities, depth);
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
      return isXmlCharacter(code) ? String.fromCodePoint(code) : "";
    },
  );
}

const predefined = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

function named(reference: string, name: string, entities: EntityTable, depth: number): string {
  if (!entities.texts.has(name)) return decodeHTMLStrict(reference);
  const text = expandEntity(name, entities, depth) ?? "";
  if (text.length > entities.left) {
    entities.exhausted = true;
    return "";
  }
  entities.left -= text.length;
  return text;
}

/**
 * The text that a declared entity stands for; null when it is external, refers to itself, nests too deeply or grows
 * too long. Each is expanded once, so that nested definitions cannot multiply the work.
 */
export function expandEntity(name: string, entities: EntityTable, depth = 0): string | null {
  const known = entities.expanded.get(name);
  if (known !== undefined) return known;
  const text = entities.texts.get(name) ?? null;
  if (text === null || text.length > expansionCharsMax || depth >= nestingMax) return null;
  entities.expanded.set(name, null);
  for (const match of text.matchAll(namedReference)) {
    const inner = match[1] ?? "";
    if (entities.texts.has(inner) && expandEntity(inner, entities, depth + 1) === null) return null;
  }
  const expanded = decode(text, { ...entities, left: expansionCharsMax }, depth + 1);
  const value = expanded.length > expansionCharsMax ? null : expanded;
  entities.expanded.set(name, value);
  return value;
}

const namedReference = /&([A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*);/g;

/** Whether XML 1.0 §2.2 allows the character. */
export function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** Whether HTML knows the entity: it is undefined in XML, but what is meant is certain. */
export function isHtmlEntity(name: string): boolean {
  const reference = `&${name};`;
  return decodeHTMLStrict(reference) !== reference;
}

/** One attribute's value from a tag's raw attribute text, decoded and trimmed; empty when missing. `name` is a pattern. */
export function readRawAttribute(attributes: string, name: string, entities: EntityTable): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return decodeReferences(match?.[1] ?? match?.[2] ?? "", entities).trim();
}
