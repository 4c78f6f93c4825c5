/** Index of the ">" that ends a document type declaration, its internal subset passed over, or -1. */
export function doctypeEnd(buffer: string, from: number): number {
  const stops = /["'[\]<>]/g;
  stops.lastIndex = from;
  let inSubset = false;
  for (let stop = stops.exec(buffer); stop !== null; stop = stops.exec(buffer)) {
    const at = stop.index;
    const char = stop[0];
    if (char === '"' || char === "'") {
      const close = buffer.indexOf(char, at + 1);
      if (close === -1) return -1;
      stops.lastIndex = close + 1;
    } else if (char === "[") inSubset = true;
    else if (char === "]") inSubset = false;
    else if (char === "<" && buffer.startsWith("<!--", at)) {
      const close = buffer.indexOf("-->", at);
      if (close === -1) return -1;
      stops.lastIndex = close + 3;
    } else if (char === ">" && !inSubset) return at;
  }
  return -1;
}
