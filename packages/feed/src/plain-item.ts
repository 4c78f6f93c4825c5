/** An item that breaks no rule of XML, cut down to the elements that are read of it. */
export interface PlainItem {
  /** These elements under canonical names, well-formed, references undecoded. */
  readonly fragment: string;
  /** Line on which the item begins. */
  readonly line: number;
  /** Line on which each of its elements begins. */
  readonly lines: readonly number[];
}
