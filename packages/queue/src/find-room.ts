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

/** The same of work that is queued apart from what hung the last time. */
export interface RoomBesideSlow extends RoomQuestion {
  readonly slowJob: JobName;
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
  queue: Pick<Queue, "waiting">,
  { job, vantages, waitingMax }: RoomQuestion,
): Promise<readonly QueueRoom[]> {
  const places: readonly QueuePlace[] =
    vantages.length < 2 ? [{ vantage: null }] : vantages.map((vantage) => ({ vantage }));
  const rooms = await Promise.all(
    places.map(async (place) => ({ ...place, room: waitingMax - (await queue.waiting(job, place)) })),
  );
  return rooms.filter(({ room }) => room > 0);
}

/** The queues that have room, and whether each of them has room for what hung the last time as well. */
export async function findRoomBesideSlow(
  queue: Pick<Queue, "waiting">,
  { slowJob, ...question }: RoomBesideSlow,
): Promise<{ readonly rooms: readonly QueueRoom[]; readonly withSlow: boolean }> {
  const [rooms, slowRooms] = await Promise.all([
    findRoom(queue, question),
    findRoom(queue, { ...question, job: slowJob }),
  ]);
  const withSlow = rooms.every(({ vantage }) => slowRooms.some((slow) => slow.vantage === vantage));
  return { rooms, withSlow };
}
