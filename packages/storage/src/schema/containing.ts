import { toText } from "./json.ts";

/** The ILIKE pattern of every text that holds `part`, whose own `%` and `_` mean themselves. */
export function containing(part: string): string {
  return `%${toText(part).replace(/[\\%_]/g, "\\$&")}%`;
}
