import type { JobName } from "./jobs.ts";
import type { Queue } from "./open-queue.ts";
import type { QueuePlace } from "./queue-name.ts";

/** Which queues a planner may fill. */
export interface RoomQuestion {
  readonly job: JobName;
  /** The vantages that are alive; with fewer than two the queue for everybody is used. */
  readonly vantages: readonly string[];
  /** Jobs beyond this many waiting stay in the store, where they cost nothing. */
  readonly waitingMax: number;
}

/** A queue with room for that many more jobs. */
export interface QueueRoom extends QueuePlace {
  readonly room: number;
}

/**
 * The queues of a kind of job that have room. A vantage whose queue is full is left out, so that what is due goes to
 * the others instead of waiting for it.
 */
export async function findRoom(
  queue: Pick<Queue, "counts">,
  { job, vantages, waitingMax }: RoomQuestion,
): Promise<readonly QueueRoom[]> {
  const places: readonly QueuePlace[] =
    vantages.length < 2 ? [{ vantage: null }] : vantages.map((vantage) => ({ vantage }));
  const rooms = await Promise.all(
    places.map(async (place) => ({ ...place, room: waitingMax - (await queue.counts(job, place)).waiting })),
  );
  return rooms.filter(({ room }) => room > 0);
}
