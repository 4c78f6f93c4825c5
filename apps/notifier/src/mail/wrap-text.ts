/** Lines of mail are wrapped here, so that they can be quoted and read on anything (RFC 5322 §2.1.1 asks for 78). */
const columns = 72;

/**
 * Wraps one paragraph. Every line is indented by `indent`, the first one by `first` instead where that is given. Words
 * are never broken, so that a link stays whole.
 */
export function wrapText(text: string, indent = "", first = indent): string {
  const lines: string[] = [];
  let line = first;
  let isFresh = true;
  for (const word of text.split(" ").filter((part) => part !== "")) {
    if (!isFresh && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent;
      isFresh = true;
    }
    line += isFresh ? word : ` ${word}`;
    isFresh = false;
  }
  return [...lines, line].join("\n");
}
