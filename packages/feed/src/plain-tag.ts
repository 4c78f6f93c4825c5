/** Attributes of a tag beyond which it counts as unusual. */
const attributesMax = 32;

/** Whether a namespace declaration stands at `at` that only repeats what is in force. */
export type IsRepeated = (text: string, at: number) => boolean;

/**
 * Scans the rest of a start tag, `from` being just after its name, of which there is nothing to be told but perhaps of
 * its references: attributes unlike each other, without prefixes, quoted, and free of "<", and declarations of
 * namespaces that change nothing. Gives the index after the tag, the same negative for an empty element, and 0 for any
 * other tag.
 */
export function scanPlainTag(text: string, from: number, isRepeated: IsRepeated): number {
  if (text.charCodeAt(from) === 62) return from + 1;
  const less = text.indexOf("<", from);
  let at = from;
  let names: string[] | null = null;
  for (;;) {
    let code = text.charCodeAt(at);
    if (code === 62) return at + 1;
    if (code === 47) return text.charCodeAt(at + 1) === 62 ? -(at + 2) : 0;
    if (!isBlank(code)) return 0;
    do code = text.charCodeAt(++at);
    while (isBlank(code));
    if (code === 62 || code === 47) continue;
    let equals = plainNameEnd(text, at);
    if (text.charCodeAt(equals) === 58) {
      if (!isRepeated(text, at)) return 0;
      equals = text.indexOf("=", equals);
    }
    if (equals === at || text.charCodeAt(equals) !== 61) return 0;
    const name = text.slice(at, equals);
    if (name === "xmlns" || names?.includes(name) || names?.length === attributesMax) return 0;
    if (names === null) names = [name];
    else names.push(name);
    const quote = text.charAt(equals + 1);
    const close = quote === '"' || quote === "'" ? text.indexOf(quote, equals + 2) : -1;
    if (close === -1 || close > less) return 0;
    at = close + 1;
  }
}

const isBlank = (code: number) => code === 32 || code === 10 || code === 13 || code === 9;

/** Index after an attribute's name of ASCII characters without a prefix; `from` itself when there is none. */
function plainNameEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
    const isInner = (code >= 48 && code <= 57) || code === 45 || code === 46;
    if (!isLetter && !(isInner && at > from)) return at;
  }
}
