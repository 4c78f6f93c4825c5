import type { ColumnType } from "kysely";

/** A jsonb column: read as it is, written as JSON text (the driver would make a PostgreSQL array of a list). */
export type Jsonb<T> = ColumnType<T, string | undefined, string>;

// What PostgreSQL cannot store in a text: NUL, and halves of surrogate pairs.
const unstorable = /[\0\ud800-\udfff]/;

// The same in JSON text: JSON.stringify escapes them, and letters after a backslash that is escaped itself do no harm.
const unstorableEscape = /\\u(?:0000|d[89a-f])/;

/** JSON for a jsonb column or parameter, with what PostgreSQL refuses in texts replaced by U+FFFD. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!unstorableEscape.test(json)) return json;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "string" ? toText(part) : part));
}

/** A text as PostgreSQL can store it. */
export function toText(text: string): string {
  return unstorable.test(text) ? text.replaceAll("\0", "\ufffd").toWellFormed() : text;
}

/** The same for a text that may be missing. */
export function textOrNull(text: string | null): string | null {
  return text === null ? null : toText(text);
}
