/** How other enclosures of a host fared with us lately. */
export interface Neighbours {
  /** Those whose latest look was heard. */
  readonly heard: number;
  /** Those whose latest look was refused as well. */
  readonly refused: number;
}

/**
 * Whether a refusal (401 or 403) is about one file and not about our monitor: the host lets us have most of its other
 * files, so listeners' apps are refused this one, too.
 */
export function isRefusedAlone({ heard, refused }: Neighbours): boolean {
  return heard > refused;
}
