const namesMax = 5;
const nameLengthMax = 64;

/** A moment in a sentence, such as `2022-05-30 23:59:59 UTC`. */
export function sayDate(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** At most five names in a sentence, cut to a readable length, with how many more there are. */
export function joinNames(names: readonly string[]): string {
  const shown = names.slice(0, namesMax).map(printable);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}

/** A stranger's text on one line: control and direction characters become spaces, and it is cut at 64 characters. */
export function printable(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").trim();
  return line.length > nameLengthMax ? `${line.slice(0, nameLengthMax - 1)}…` : line;
}
