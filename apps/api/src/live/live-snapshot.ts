import { createHash } from "node:crypto";
import type { LiveDigests } from "@earshot/storage";

/** One thing as it is now: the name of its event, and what the event tells. */
export interface LiveItem {
  /** Unique in a snapshot, such as `incident:12`. */
  readonly key: string;
  readonly event: "incident" | "feed" | "delivery" | "vantage.suspect" | "coverage.below-floor";
  readonly data: object;
}

/** What tells a thing from the same thing as it was before. */
export function digestItems(items: readonly LiveItem[]): LiveDigests {
  return Object.fromEntries(
    items.map(({ key, data }) => [
      key,
      createHash("sha256").update(JSON.stringify(data)).digest("base64url").slice(0, 22),
    ]),
  );
}

/** What changed since a snapshot: items that are new or differ. What merely left the window is no event. */
export function findChanges(before: LiveDigests, items: readonly LiveItem[]): readonly LiveItem[] {
  const now = digestItems(items);
  return items.filter(({ key }) => before[key] !== now[key]);
}

/** One event in the format of server-sent events (WHATWG HTML section 9.2.6). JSON holds no raw line breaks. */
export function formatEvent({ id, event, data }: { id: number; event: string; data: unknown }): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
