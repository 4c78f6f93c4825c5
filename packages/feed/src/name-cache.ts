const slots = 256;

/**
 * Gives names found in a text as strings that are the same objects each time, so that looking them up costs neither a
 * copy nor a hash. Names that fall into one slot take turns.
 */
export class NameCache {
  private readonly names: string[] = new Array(slots).fill("");

  /** The text from `from` to `to`. */
  take(text: string, from: number, to: number): string {
    const slot = (text.charCodeAt(from) * 7 + text.charCodeAt(to - 1) * 31 + (to - from) * 13) % slots;
    const known = this.names[slot] ?? "";
    if (known !== "" && known.length === to - from && text.startsWith(known, from)) return known;
    const name = text.slice(from, to);
    if (to > from && to - from <= 64) this.names[slot] = name;
    return name;
  }
}
