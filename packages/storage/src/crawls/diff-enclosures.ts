import type { CrawledItem } from "./list-items.ts";

/** An item whose media is known by id. */
export interface IdentifiedItem extends CrawledItem {
  readonly mediaId: number;
}

/** An enclosure as stored. */
export interface KnownEnclosure {
  readonly id: number;
  readonly mediaId: number;
  readonly guidHash: string;
  readonly title: string | null;
  readonly publishedAt: Date | null;
  readonly kind: "primary" | "alternate";
  readonly type: string | null;
  readonly length: number | null;
  readonly newest: boolean;
  readonly missingSince: Date | null;
  readonly vanishedAt: Date | null;
}

/** What a document changes in the enclosures of its feed. */
export interface EnclosureDiff {
  readonly added: readonly IdentifiedItem[];
  /** Stored ones that are in the document and differ from it, or had been missing. */
  readonly changed: readonly { readonly id: number; readonly item: IdentifiedItem }[];
  /** Media to be looked at because an enclosure came back or became one of the newest. */
  readonly promoted: readonly number[];
  /** Stored ones that this document lacks, for the first time. */
  readonly missing: readonly number[];
  /** Stored ones that it still lacks, long enough to be believed. */
  readonly vanished: readonly { readonly id: number; readonly mediaId: number }[];
  readonly shrunken: boolean;
}

/** When a document may be believed about what it lacks. */
export interface VanishRule {
  readonly complete: boolean;
  readonly now: Date;
  readonly vanishAfterMs: number;
}

/**
 * Compares a document with what is stored. Enclosures vanish only when two clean documents at least a period apart
 * lack them; one that was cut off, or that lacks more than half of what is known, counts for nothing in this.
 */
export function diffEnclosures(
  items: readonly IdentifiedItem[],
  known: readonly KnownEnclosure[],
  rule: VanishRule,
): EnclosureDiff {
  const stored = new Map(known.map((enclosure) => [`${enclosure.guidHash} ${enclosure.mediaId}`, enclosure]));
  const present = new Set<number>();
  const added: IdentifiedItem[] = [];
  const changed: { id: number; item: IdentifiedItem }[] = [];
  const promoted: number[] = [];
  for (const item of items) {
    const enclosure = stored.get(`${item.guidHash} ${item.mediaId}`);
    if (enclosure === undefined) {
      added.push(item);
      continue;
    }
    present.add(enclosure.id);
    if (differs(item, enclosure)) changed.push({ id: enclosure.id, item });
    if ((item.newest && !enclosure.newest) || enclosure.vanishedAt !== null) promoted.push(item.mediaId);
  }
  const live = known.filter((enclosure) => enclosure.vanishedAt === null);
  const lacking = live.filter((enclosure) => !present.has(enclosure.id));
  const shrunken = lacking.length * 2 > live.length;
  const believed = rule.complete && !shrunken ? lacking : [];
  return {
    added,
    changed,
    promoted,
    missing: believed.filter((enclosure) => enclosure.missingSince === null).map(({ id }) => id),
    vanished: believed.filter((enclosure) => hasVanished(enclosure, rule)),
    shrunken,
  };
}

function differs(item: IdentifiedItem, enclosure: KnownEnclosure): boolean {
  return (
    enclosure.missingSince !== null ||
    enclosure.vanishedAt !== null ||
    item.title !== enclosure.title ||
    (item.publishedAt === null ? null : Date.parse(item.publishedAt)) !==
      (enclosure.publishedAt?.getTime() ?? null) ||
    item.kind !== enclosure.kind ||
    item.type !== enclosure.type ||
    item.length !== enclosure.length ||
    item.newest !== enclosure.newest
  );
}

function hasVanished({ missingSince }: KnownEnclosure, rule: VanishRule): boolean {
  return missingSince !== null && rule.now.getTime() - missingSince.getTime() >= rule.vanishAfterMs;
}
