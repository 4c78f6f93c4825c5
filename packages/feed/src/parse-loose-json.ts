/** An object read from JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An object, and whether its text had to be mended first: readers that are strict refuse it. */
export interface LooseJson {
  readonly value: JsonObject;
  readonly isMended: boolean;
}

/** Strings, and the commas that nothing follows. */
const stringOrLastComma = /"(?:[^"\\]|\\[\s\S])*"|,(?=\s*[}\]])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlCharacters = /[\u0000-\u001f]/g;

/**
 * Parses the text of an object. Commas too many and control characters that are not escaped, the slips of feeds that
 * are put together by hand, are mended. Null when the text is no object all the same.
 */
export function parseLooseJson(json: string): LooseJson | null {
  const value = parseObject(json);
  if (value !== null) return { value, isMended: false };
  const mended = json.replace(stringOrLastComma, (found) =>
    found === "," ? "" : found.replace(controlCharacters, escapeCharacter),
  );
  const read = mended === json ? null : parseObject(mended);
  return read === null ? null : { value: read, isMended: true };
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function parseObject(json: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a value is an object and no array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
