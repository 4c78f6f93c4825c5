/**
 * Text from a stranger as it may stand in a terminal: control characters and bidirectional overrides become `�`, so a
 * feed's title can neither move the cursor nor turn a line round; at most `max` characters.
 */
export function showText(text: string, max = 120): string {
  const clean = text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}
