import type { IncidentNoticeData } from "@earshot/domain";
import type { Store } from "@earshot/storage";
import { expect } from "vitest";
import type { World } from "./play-history.ts";

/** One notice of an incident as a receiver sees it. */
export interface Told {
  readonly publisher: number;
  readonly incidentId: string;
  /** The incident's key, with a feed by its number in the world. */
  readonly key: string;
  readonly type: string;
  readonly sequence: number;
  readonly data: IncidentNoticeData;
}

const doublingMs = 30 * 60_000;

/** Every notice that the publishers of a world got about incidents, by publisher, incident and sequence. */
export async function readTold(world: World): Promise<readonly Told[]> {
  const rows = await world.store.db
    .selectFrom("notices as n")
    .innerJoin("incidents as i", "i.id", "n.incident_id")
    .select(["n.publisher_id", "n.incident_id", "n.type", "n.sequence", "n.payload", "i.key", "i.opened_at"])
    .where("n.publisher_id", "in", [...world.publishers])
    .orderBy("i.opened_at")
    .orderBy("i.key")
    .orderBy("n.sequence")
    .execute();
  return rows.map((row) => ({
    publisher: world.publishers.indexOf(row.publisher_id),
    incidentId: row.incident_id ?? "",
    key: nameOf(world, row.key),
    type: row.type.replace("incident.", ""),
    sequence: row.sequence,
    // Written by us as this type; the store does not know it.
    data: row.payload as unknown as IncidentNoticeData,
  }));
}

/** A key without what differs between two worlds: feeds by their numbers, hosts by their first label. */
function nameOf({ feeds }: World, key: string): string {
  const [kind = "", ...rest] = key.split(":");
  if (kind === "feed") return `feed ${feeds.findIndex(({ id }) => String(id) === rest[0])} ${rest[1]}`;
  return `${kind} ${rest.join(":").replace(/\.w\d+\.example/, "")}`;
}

/** Holds what each publisher was told against the rules of DESIGN: one story an incident, in order, none of it twice. */
export function checkStories(told: readonly Told[]): void {
  for (const story of groupBy(told, ({ publisher, incidentId }) => `${publisher} ${incidentId}`))
    checkStory(story);
}

function checkStory(story: readonly Told[]): void {
  const described = story.map(({ type, sequence, data }) => `${type} ${sequence} (relapse ${data.relapse})`);
  const sequences = story.map(({ sequence }) => sequence);
  expect(new Set(sequences).size, `a sequence came twice: ${described}`).toBe(sequences.length);
  expect(story.filter(({ type }) => type === "opened").length, `opened once: ${described}`).toBe(1);
  expect(story[0]?.type, `opened first: ${described}`).toBe("opened");
  const relapses = Math.max(...story.map(({ data }) => data.relapse));
  const resolved = story.filter(({ type }) => type === "resolved").length;
  expect(resolved, `resolved too often: ${described}`).toBeLessThanOrEqual(1 + relapses);
  for (const [index, { type, data }] of story.entries()) {
    const before = story[index - 1];
    if (before === undefined) continue;
    if (before.type === "resolved") {
      expect([type, data.relapse > before.data.relapse], `after an end only a relapse: ${described}`).toEqual(
        ["updated", true],
      );
    }
    if (type === "updated")
      expect(isWorthTelling(before.data, data), `an update for nothing: ${described}`).toBe(true);
  }
}

function isWorthTelling(before: IncidentNoticeData, now: IncidentNoticeData): boolean {
  const isOlder = Date.parse(now.occurredAt) - Date.parse(before.occurredAt) >= doublingMs;
  return (
    now.relapse > before.relapse ||
    now.parentId !== before.parentId ||
    (isOlder && now.affected.episodes >= before.affected.episodes * 2)
  );
}

/** Nothing is lost: what the store says was told has its notice, and whoever heard of a beginning heard of the end. */
export async function checkNothingLost(store: Store, world: World, told: readonly Told[]): Promise<void> {
  const rows = await store.db
    .selectFrom("incident_publishers as p")
    .innerJoin("incidents as i", "i.id", "p.incident_id")
    .select([
      "p.publisher_id",
      "p.incident_id",
      "p.opened_told",
      "p.held_since",
      "p.via_id",
      "i.state",
      "i.key",
    ])
    .where("p.publisher_id", "in", [...world.publishers])
    .execute();
  for (const row of rows) {
    const publisher = world.publishers.indexOf(row.publisher_id);
    const story = told.filter((one) => one.publisher === publisher && one.incidentId === row.incident_id);
    const isDirect = row.opened_told && row.via_id === null;
    expect(story.length > 0, `${row.key}: ${publisher} was told of it`).toBe(row.opened_told);
    expect(row.state, `${row.key} is over`).toBe("resolved");
    expect(row.held_since, `${row.key}: nothing is kept from ${publisher}`).toBeNull();
    if (isDirect) expect(story.at(-1)?.type, `${row.key}: ${publisher} was told of its end`).toBe("resolved");
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  return [...Map.groupBy(items, keyOf).values()];
}
