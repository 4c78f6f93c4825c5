import type { FragmentElement } from "./parse-fragment.ts";
import { decodeReferences, type EntityTable } from "./references.ts";

/** An element's character data, references decoded once, outer white space trimmed; null when nothing is left. */
export function readText(element: FragmentElement, entities: EntityTable): string | null {
  let text = "";
  for (const { raw, literal } of element.texts) text += literal ? raw : decodeReferences(raw, entities);
  const trimmed = text.trim();
  return trimmed === "" ? null : trimmed;
}

/**
 * An attribute's value, white space normalized (XML 1.0 §3.3.3), references decoded once, trimmed; null when the
 * attribute is missing. A prefix of the attribute's name and wrong capitals are passed over.
 */
export function readAttribute(element: FragmentElement, name: string, entities: EntityTable): string | null {
  const raw = element.attributes[name] ?? looseAttribute(element, name);
  if (raw === undefined) return null;
  const spaced = /[\t\n\r]/.test(raw) ? raw.replace(/[\t\n\r]/g, " ") : raw;
  return decodeReferences(spaced, entities).trim();
}

function looseAttribute(element: FragmentElement, name: string): string | undefined {
  const lower = name.toLowerCase();
  for (const [key, value] of Object.entries(element.attributes)) {
    if (key.slice(key.indexOf(":") + 1).toLowerCase() === lower) return value;
  }
  return undefined;
}

/** Whether an attribute is written with other capitals than the standard's. */
export function hasMiscasedAttribute(element: FragmentElement, name: string): boolean {
  if (name in element.attributes) return false;
  return Object.keys(element.attributes).some(
    (key) => key !== name && key.toLowerCase() === name.toLowerCase(),
  );
}
