const lengthMax = 200;

/** A stranger's text as it may stand in a sentence or a record: one line, printable, of bounded length. */
export function boundEvidence(text: string): string {
  const printable = /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, "\ufffd");
  return printable.length > lengthMax ? `${printable.slice(0, lengthMax)}…` : printable;
}

/** The same in quotation marks. */
export function quoteEvidence(text: string): string {
  return `"${boundEvidence(text)}"`;
}
