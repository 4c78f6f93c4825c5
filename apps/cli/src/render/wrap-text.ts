import { stripVTControlCharacters } from "node:util";

/** Columns of the terminal that standard output is; without one nothing is broken into lines. */
export function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
}

/**
 * Breaks text at spaces into lines of at most `width` columns, all but the first indented by so many spaces. A word that
 * is longer stays whole, so that a URL can be copied. Colours take no room.
 */
export function wrapText(text: string, indent: number, width: number): string {
  const lines: string[] = [];
  const [start = "", ...words] = text.split(" ");
  let line = start;
  for (const word of words) {
    const longer = `${line} ${word}`;
    const isFull = stripVTControlCharacters(longer).length > width && line.trim() !== "";
    if (isFull) lines.push(line);
    line = isFull ? `${" ".repeat(indent)}${word}` : longer;
  }
  return [...lines, line].join("\n");
}
