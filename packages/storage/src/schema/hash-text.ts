import { createHash } from "node:crypto";

/** The first 16 bytes of a text's SHA-256 in the form of a UUID: an index entry of fixed size for texts of any. */
export function hashText(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex").slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
