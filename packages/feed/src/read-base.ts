import { type EntityTable, readRawAttribute } from "./references.ts";

/**
 * The URL to which relative ones refer within an element that has these attributes: that of its `xml:base`, itself
 * taken relative to the one outside or to the document's, else the one outside. Null while none is known.
 */
export function readBase(
  attributes: string,
  entities: EntityTable,
  outer: string | null,
  documentBase: () => string | null,
): string | null {
  if (!attributes.includes("xml:base")) return outer;
  const value = readRawAttribute(attributes, "xml:base", entities);
  const from = outer ?? documentBase();
  return (value === "" ? null : from === null ? URL.parse(value) : URL.parse(value, from))?.href ?? outer;
}
