/** One thing as it is now: the name of its event, and what the event tells. */
export interface LiveItem {
  /** Unique in a snapshot, such as `incident:12`. */
  readonly key: string;
  readonly event: "incident" | "feed" | "delivery";
  readonly data: object;
}

/** What changed between two snapshots: items that are new or differ. What merely left the window is no event. */
export function findChanges(before: readonly LiveItem[], after: readonly LiveItem[]): readonly LiveItem[] {
  const known = new Map(before.map(({ key, data }) => [key, JSON.stringify(data)]));
  return after.filter(({ key, data }) => known.get(key) !== JSON.stringify(data));
}

/** One event in the format of server-sent events (WHATWG HTML section 9.2.6). JSON holds no raw line breaks. */
export function formatEvent(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
