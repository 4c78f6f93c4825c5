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
  if (text.startsWith("amp;", at + 1) && at + 5 <= to) return plain;
  referencePattern.lastIndex = at;
  const match = referencePattern.exec(text);
  if (match === null || referencePattern.lastIndex > to) return none;
  if (match[4] !== undefined) return { kind: "named", what: match[4] };
  return match[1] !== undefined || isCharacter(match) ? plain : { kind: "invalid", what: match[0] };
}

/** Whether a numeric reference stands for a character. */
function isCharacter(match: RegExpExecArray): boolean {
  return isXmlCharacter(match[2] === undefined ? Number.parseInt(match[3] ?? "", 16) : Number(match[2]));
}
