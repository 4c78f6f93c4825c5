import { type Engine, engineConnection } from "./engine.ts";
import type { JobName } from "./jobs.ts";
import { buildErrorListener, type QueueLog } from "./queue-log.ts";
import { type QueuePlace, queueName } from "./queue-name.ts";

/** A queue of either engine. */
export type AnyQueue = InstanceType<Engine["producers"]["Queue"]>;

/** The engine's queues, each opened when it is first asked for. */
export interface OpenQueues {
  queueOf(job: JobName, place?: QueuePlace): Promise<AnyQueue>;
  /** Closes all, also after one failed to. */
  close(): Promise<readonly PromiseSettledResult<void>[]>;
}

/** Opens queues on demand, under a prefix. */
export function openQueues(
  engine: Engine,
  { prefix, log }: { readonly prefix: string; readonly log: QueueLog },
): OpenQueues {
  const queues = new Map<string, Promise<AnyQueue>>();

  async function openOne(name: string): Promise<AnyQueue> {
    // Nobody reads BullMQ's event streams here: workers learn of jobs in other ways.
    const streams = { events: { maxLen: 100 } };
    const queue = new engine.producers.Queue(name, { connection: engineConnection, prefix, streams });
    queue.on("error", buildErrorListener(log, { queue: name }));
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      // BullMQ's object remembers that its start failed, and would fail for ever; the next use opens another.
      queues.delete(name);
      await queue.close().catch(() => {});
      throw error;
    }
  }

  return {
    queueOf(job, place) {
      const name = queueName(job, place);
      const queue = queues.get(name) ?? openOne(name);
      queues.set(name, queue);
      return queue;
    },
    close: () => Promise.allSettled([...queues.values()].map(async (queue) => (await queue).close())),
  };
}
