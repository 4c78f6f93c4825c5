/**
 * Finds one string again and again in a text that is read forwards, remembering the last find, so that a string that
 * is far away or absent costs one search and not one at every question.
 */
export class TextFinder {
  private readonly wanted: string;
  private text = "";
  private at = -1;

  constructor(wanted: string) {
    this.wanted = wanted;
  }

  /** Begins anew with another text. */
  reset(text: string): void {
    this.text = text;
    this.at = -1;
  }

  /** Index of the first find at or after `from`, or infinity. Questions must not go backwards. */
  find(from: number): number {
    if (this.at < from) {
      const index = this.text.indexOf(this.wanted, from);
      this.at = index === -1 ? Number.POSITIVE_INFINITY : index;
    }
    return this.at;
  }
}
