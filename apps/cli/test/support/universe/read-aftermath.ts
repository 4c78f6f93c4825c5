import type { Store } from "@earshot/storage";

/** What the store tells of a universe in the end. */
export interface Aftermath {
  /** Rows of the enclosures' history. */
  readonly recorded: number;
  /** Incidents in all, and subjects that were ever members of one. */
  readonly incidents: number;
  readonly members: number;
  /** Milliseconds from the lapse to the incident, and from the renewal to its end. */
  readonly detectedAfterMs: number | null;
  readonly resolvedAfterMs: number | null;
  /** What hangs on the host: feeds, their enclosures, and the publishers of both. */
  readonly feedsThere: number;
  readonly enclosuresThere: number;
  readonly publishersThere: number;
  /** Notices that an incident opened and was resolved, and publishers told that it opened. */
  readonly openedNotices: number;
  readonly resolvedNotices: number;
  readonly publishersTold: number;
}

/** The host whose certificate lapsed, and when. */
export interface LapsedHost {
  readonly hostname: string;
  readonly lapsesAt: Date;
  readonly renewedAt: Date;
}

/** Counts what is in the store. */
export async function readAftermath(store: Store, lapsed: LapsedHost): Promise<Aftermath> {
  const [incident] = await store.db.selectFrom("incidents").select(["opened_at", "resolved_at"]).execute();
  const notices = await store.db.selectFrom("notices").select(["type", "publisher_id"]).execute();
  const ofType = (type: string) => notices.filter((notice) => notice.type === type);
  return {
    recorded: await countRows(store, "probes"),
    incidents: await countRows(store, "incidents"),
    members: await countRows(store, "incident_subjects"),
    detectedAfterMs: incident === undefined ? null : incident.opened_at.getTime() - lapsed.lapsesAt.getTime(),
    resolvedAfterMs:
      incident?.resolved_at == null ? null : incident.resolved_at.getTime() - lapsed.renewedAt.getTime(),
    ...(await readDependents(store, lapsed.hostname)),
    openedNotices: ofType("incident.opened").length,
    resolvedNotices: ofType("incident.resolved").length,
    publishersTold: new Set(ofType("incident.opened").map((notice) => notice.publisher_id)).size,
  };
}

async function countRows(
  { db }: Store,
  table: "probes" | "incidents" | "incident_subjects",
): Promise<number> {
  const { rows } = await db
    .selectFrom(table)
    .select((e) => e.fn.countAll<number>().as("rows"))
    .executeTakeFirstOrThrow();
  return Number(rows);
}

async function readDependents({ db }: Store, hostname: string) {
  const feeds = await db
    .selectFrom("feed_hosts as d")
    .innerJoin("hosts as h", "h.id", "d.host_id")
    .innerJoin("subscriptions as s", "s.feed_id", "d.feed_id")
    .select(["s.publisher_id", "d.feed_id"])
    .where("h.hostname", "=", hostname)
    .execute();
  const media = await db
    .selectFrom("media as m")
    .innerJoin("hosts as h", "h.id", "m.host_id")
    .select((e) => e.fn.countAll<number>().as("rows"))
    .where("h.hostname", "=", hostname)
    .executeTakeFirstOrThrow();
  return {
    feedsThere: new Set(feeds.map((row) => row.feed_id)).size,
    enclosuresThere: Number(media.rows),
    publishersThere: new Set(feeds.map((row) => row.publisher_id)).size,
  };
}
