/**
 * A copy of a text that shares no memory with the longer text it was cut from. Substrings in V8 keep the whole
 * string alive, so an episode's URL would keep its item; going through bytes gives a string of its own.
 */
export function detach(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString();
}
