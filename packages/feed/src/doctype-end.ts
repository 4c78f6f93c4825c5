/** What may hold brackets and quotes that mean nothing: comments and processing instructions. */
const sections = [
  ["<!--", "-->"],
  ["<?", "?>"],
] as const;

/** Index of the ">" that ends a document type declaration (XML 1.0 §2.8), its internal subset passed over, or -1. */
export function doctypeEnd(buffer: string, from: number): number {
  const stops = /["'[\]<>]/g;
  stops.lastIndex = from;
  let inSubset = false;
  for (let stop = stops.exec(buffer); stop !== null; stop = stops.exec(buffer)) {
    const at = stop.index;
    const char = stop[0];
    const closing = char === "<" ? closingOf(buffer, at) : char === '"' || char === "'" ? char : null;
    if (closing !== null) {
      const close = buffer.indexOf(closing, at + 1);
      if (close === -1) return -1;
      stops.lastIndex = close + closing.length;
    } else if (char === "[") inSubset = true;
    else if (char === "]") inSubset = false;
    else if (char === ">" && !inSubset) return at;
  }
  return -1;
}

/** What closes the comment or instruction that begins at `at`; null when none does. */
function closingOf(buffer: string, at: number): string | null {
  return sections.find(([opening]) => buffer.startsWith(opening, at))?.[1] ?? null;
}
