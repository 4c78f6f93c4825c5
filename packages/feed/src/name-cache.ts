const slots = 512;
/** Slots looked into for one name. */
const ways = 4;

/**
 * What is known of names found in a text, looked up without copying or hashing them. Names that crowd each other out
 * are worked out anew.
 */
export class NameCache<T extends { readonly name: string }> {
  private readonly known: (T | undefined)[] = new Array(slots).fill(undefined);
  private readonly workOut: (name: string) => T;

  constructor(workOut: (name: string) => T) {
    this.workOut = workOut;
  }

  /** What is known of the name that stands from `from` to `to`. */
  take(text: string, from: number, to: number): T {
    const length = to - from;
    const first = slotOf(text, from, to);
    let slot = first;
    for (let way = 0; way < ways; way++) {
      slot = (first + way) % slots;
      const known = this.known[slot];
      if (known === undefined) break;
      if (known.name.length === length && text.startsWith(known.name, from)) return known;
    }
    const found = this.workOut(text.slice(from, to));
    if (length <= 64 && found.name !== "") this.known[slot] = found;
    return found;
  }
}

function slotOf(text: string, from: number, to: number): number {
  const middle = from + ((to - from) >> 1);
  const sum = text.charCodeAt(from) * 7 + text.charCodeAt(to - 1) * 31 + text.charCodeAt(middle) * 61;
  return (sum + text.charCodeAt(middle + 1) * 17 + (to - from) * 13) % slots;
}

/** Index of the first character from `from` on that cannot be part of a name. */
export function nameEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // White space, and `"` & ' / < = >`.
    if (code <= 34 || (code >= 60 && code <= 62) || code === 47 || code === 38 || code === 39) return at;
  }
  return text.length;
}
