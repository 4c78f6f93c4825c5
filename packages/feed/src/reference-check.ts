import { isXmlCharacter } from "./references.ts";

const referencePattern =
  /&(?:(amp|lt|gt|quot|apos)|#([0-9]+)|#x([0-9a-fA-F]+)|([A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*));/y;

/** What an "&" begins: a reference that needs no word, one to a named entity, one to no character, or none at all. */
export interface CheckedReference {
  readonly kind: "plain" | "named" | "invalid" | "none";
  /** The entity's name, or the reference as written. */
  readonly what: string;
}

const plain: CheckedReference = { kind: "plain", what: "" };
const none: CheckedReference = { kind: "none", what: "" };

/** Says what the "&" at `at` begins, of which nothing may lie beyond `to`. */
export function checkReference(text: string, at: number, to: number): CheckedReference {
  const predefined = predefinedAt(text, at + 1);
  if (predefined !== "" && text.startsWith(predefined, at + 1) && at + 1 + predefined.length <= to)
    return plain;
  referencePattern.lastIndex = at;
  const match = referencePattern.exec(text);
  if (match === null || referencePattern.lastIndex > to) return none;
  if (match[4] !== undefined) return { kind: "named", what: match[4] };
  return match[1] !== undefined || isCharacter(match) ? plain : { kind: "invalid", what: match[0] };
}

/** What a reference to an entity of XML's own would be, its first letter being what stands at `at`; else nothing. */
function predefinedAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code === 97) return "amp;";
  if (code === 108) return "lt;";
  if (code === 103) return "gt;";
  return code === 113 ? "quot;" : "";
}

/** Whether a numeric reference stands for a character. */
function isCharacter(match: RegExpExecArray): boolean {
  return isXmlCharacter(match[2] === undefined ? Number.parseInt(match[3] ?? "", 16) : Number(match[2]));
}
