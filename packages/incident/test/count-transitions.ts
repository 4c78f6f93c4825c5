import type { Store } from "@earshot/storage";
import type { Told } from "./check-story.ts";
import type { World } from "./play-history.ts";

/** What can happen to an incident, as those who are told of it, or are not, would name it. */
export const transitions = [
  "opened",
  "opened late",
  "updated: relapse",
  "updated: part of its host's",
  "updated: grown",
  "resolved: recovered",
  "resolved: withdrawn",
  "resolved: unverifiable",
  "resolved: with its host's",
  "resolved: after a relapse",
  "never told",
] as const;

/** One of the transitions. */
export type Transition = (typeof transitions)[number];

/** Every transition of a history that has been played, as often as it happened. */
export async function readTransitions(
  store: Store,
  world: World,
  told: readonly Told[],
): Promise<readonly Transition[]> {
  const stories = Map.groupBy(told, ({ publisher, incidentId }) => `${publisher} ${incidentId}`);
  const seen = [...stories.values()].flatMap((story) =>
    story.flatMap((one, index) => transitionsOf(one, story[index - 1])),
  );
  const kept = await store.db
    .selectFrom("incident_publishers")
    .select("incident_id")
    .where("publisher_id", "in", [...world.publishers])
    .where("opened_told", "=", false)
    .where("via_id", "is", null)
    .execute();
  return [...seen, ...kept.map(() => "never told" as const)];
}

function transitionsOf({ type, data }: Told, before: Told | undefined): readonly Transition[] {
  if (type === "opened") return data.occurredAt === data.openedAt ? ["opened"] : ["opened late"];
  if (type === "updated") {
    if (before !== undefined && data.relapse > before.data.relapse) return ["updated: relapse"];
    return data.parentId === before?.data.parentId ? ["updated: grown"] : ["updated: part of its host's"];
  }
  return [
    `resolved: ${data.reason ?? "recovered"}`,
    ...(data.parentId === null ? [] : (["resolved: with its host's"] as const)),
    ...(data.relapse === 0 ? [] : (["resolved: after a relapse"] as const)),
  ];
}
