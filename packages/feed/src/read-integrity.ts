import type { ParsedIntegrity } from "@earshot/domain";
import { readAttribute } from "./element-values.ts";
import type { FragmentElement } from "./parse-fragment.ts";
import type { EntityTable } from "./references.ts";

/** Characters of a hash in Base64, by algorithm (W3C Subresource Integrity, §3.1). */
const hashChars: Readonly<Record<string, number>> = { sha256: 44, sha384: 64, sha512: 88 };
/** A signature in ASCII armour is a few hundred characters long. */
const signatureCharsMax = 8_192;

/**
 * Reads a `podcast:integrity` element (Podcasting 2.0). Gives what is wrong with it as a sentence when no player can
 * check a file against it.
 */
export function readIntegrity(element: FragmentElement, entities: EntityTable): ParsedIntegrity | string {
  const type = readAttribute(element, "type", entities);
  const value = readAttribute(element, "value", entities) ?? "";
  if (type === "pgp-signature" && value !== "" && value.length <= signatureCharsMax) return { type, value };
  if (type === "sri" && value.split(/\s+/).every(isHash)) return { type, value };
  if (type !== "sri" && type !== "pgp-signature")
    return `The integrity type "${(type ?? "").slice(0, 40)}" is neither "sri" nor "pgp-signature". Use one of these.`;
  return `The integrity value "${value.slice(0, 40)}" is no ${type === "sri" ? "hash" : "signature"} that players can check a file against. Correct or remove it.`;
}

/** Whether a word is a hash, options after "?" aside. */
function isHash(word: string): boolean {
  const match = /^(sha(?:256|384|512))-([A-Za-z0-9+/_-]+={0,2})(?:\?[\x21-\x7e]*)?$/.exec(word);
  return match !== null && match[2]?.length === hashChars[match[1] ?? ""];
}
