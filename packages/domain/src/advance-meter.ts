/** What an incident has cost one publisher so far. */
export interface OutageMeter {
  /** For each minute of it, the publisher's episodes that could not be heard. */
  readonly episodeMinutes: number;
  /** Until when it is counted; null while nothing is. */
  readonly countedUntil: Date | null;
}

const minuteMs = 60_000;

/** Counts on until an instant, with the episodes that suffered since the last count. Time never runs backwards. */
export function advanceMeter(meter: OutageMeter, episodes: number, until: Date): OutageMeter {
  const { countedUntil, episodeMinutes } = meter;
  if (countedUntil === null || until <= countedUntil) return meter;
  const minutes = (until.getTime() - countedUntil.getTime()) / minuteMs;
  return { episodeMinutes: episodeMinutes + episodes * minutes, countedUntil: until };
}
