/**
 * Reads a length in bytes; null when there is none that can be used. What is no whole number as it should be written
 * is complained about, though "1,234" is understood.
 */
export function readLength(text: string | null, complain: (message: string) => void): number | null {
  if (text === null || text === "") return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const plain = /^\d{1,3}(?:,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text;
  const length = /^\+?\d+(?:\.0*)?$/.test(plain) ? Number(plain) : Number.NaN;
  const isUsable = Number.isSafeInteger(length);
  const shown = text.slice(0, 60);
  if (!/^\d+$/.test(text))
    complain(`The length "${shown}" is not a whole number of bytes. Write the file's size in digits alone.`);
  else if (!isUsable)
    complain(`The length "${shown}" is larger than any file's. Write the file's size in bytes.`);
  return isUsable ? length : null;
}
