import type { BackendClasses, IQueueBackend } from "bullmq";
import type { QueueLog } from "./queue-log.ts";

/** Stands in BullMQ's options where a connection would: the engine's own factories put in the one they hold. */
export const engineConnection = "the engine's own";

/** BullMQ's classes, bound to one engine's connections. */
export type EngineClasses = BackendClasses<IQueueBackend, typeof engineConnection>;

/** Where jobs live: connections of one kind, with BullMQ's classes bound to them. */
export interface Engine {
  readonly kind: "redis" | "postgres";
  /** Over connections that fail fast, so that whoever adds a job learns at once that it was not added. */
  readonly producers: EngineClasses;
  /** Over connections that wait for the engine to come back. */
  readonly workers: EngineClasses;
  /** Rejects when the engine does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What both engines are opened with. */
export interface EngineOptions {
  readonly log: QueueLog;
  /** How long to wait for the engine at the start. */
  readonly connectTimeoutMs: number;
  /** How long a producer waits for an answer before it gives up. */
  readonly answerTimeoutMs: number;
}
