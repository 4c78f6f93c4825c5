import { advanceMeter, type OutageMeter } from "@earshot/domain";
import {
  type Db,
  type IncidentRow,
  readLastGoodSince,
  readToldPublishers,
  type SavedMeter,
  saveMeters,
  type ToldPublisher,
} from "@earshot/storage";

/** Counts on what an incident costs the publishers that it touches, with the episodes that suffered until now. */
export async function countCost(
  tx: Db,
  incidentId: string,
  publishers: readonly ToldPublisher[],
  now: Date,
): Promise<void> {
  const counted = publishers.filter((row) => row.counted_until !== null);
  await saveMeters(
    tx,
    incidentId,
    counted.map((row) => meterOf(row, advanceMeter(stored(row), row.episodes, now))),
  );
}

/** Counts an incident for the last time: until the last of its members was good, not until that was believed. */
export async function closeCost(tx: Db, incident: IncidentRow, now: Date): Promise<void> {
  const goodSince =
    incident.reason === "recovered" ? await readLastGoodSince(tx, incident.parent_id ?? incident.id) : null;
  const meters = (await readToldPublishers(tx, incident.id)).map((row) => {
    const { episodeMinutes } = advanceMeter(stored(row), row.episodes, goodSince ?? now);
    return meterOf(row, { episodeMinutes, countedUntil: null });
  });
  await saveMeters(tx, incident.id, meters);
}

/** Counts on from now what an incident costs that has relapsed. */
export async function resumeCost(
  tx: Db,
  incidentId: string,
  publishers: readonly ToldPublisher[],
  now: Date,
): Promise<void> {
  await saveMeters(
    tx,
    incidentId,
    publishers.map((row) => meterOf(row, { ...stored(row), countedUntil: now })),
  );
}

function stored({ episode_minutes, counted_until }: ToldPublisher): OutageMeter {
  return { episodeMinutes: episode_minutes, countedUntil: counted_until };
}

function meterOf({ publisher_id }: ToldPublisher, meter: OutageMeter): SavedMeter {
  return { publisherId: publisher_id, ...meter };
}
