import type { ParsedEpisode, ParsedLiveItem, ParsedShow } from "@earshot/domain";

/** What reading a document has come to. `show` is null when the document is no feed. */
export interface ReadDocument {
  readonly show: ParsedShow | null;
  readonly episodes: readonly ParsedEpisode[];
  /** Line on which each episode begins, in the same order. */
  readonly lines: readonly number[];
  readonly liveItems: readonly ParsedLiveItem[];
  /** Whether the document ended as its syntax requires. */
  readonly complete: boolean;
}

/** Reads a feed in one syntax, piece by piece. */
export interface DocumentReader {
  /** Reads the next piece; false when no more is wanted. `mayHoldControls` as in `DecodedText`. */
  write(text: string, mayHoldControls: boolean): boolean;
  /** Gives the result, knowing that nothing follows. `cut` says that the document went on, unread. */
  end(cut: boolean): ReadDocument;
}
