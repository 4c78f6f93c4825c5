export {
  findRoom,
  findRoomBesideSlow,
  type QueueRoom,
  type RoomBesideSlow,
  type RoomQuestion,
} from "./find-room.ts";
export { batchSizeMax, type JobName, type JobSpec, jobNames, jobs, type Payload } from "./jobs.ts";
export { migrateQueue } from "./migrate-queue.ts";
export {
  type NewJob,
  openQueue,
  type Queue,
  type QueueCounts,
  type QueueEngine,
  type QueueOptions,
  type QueueThroughput,
} from "./open-queue.ts";
export { PayloadError, QueueSchemaError, QueueUnavailableError } from "./queue-errors.ts";
export type { QueueLog } from "./queue-log.ts";
export type { QueuePlace } from "./queue-name.ts";
export { type QueueGauges, readQueueGauges } from "./read-queue-gauges.ts";
export type { JobContext, JobHandler, QueueWorker, WorkerOptions } from "./start-worker.ts";
