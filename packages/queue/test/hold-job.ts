/** A worker process for the suite: takes one job, says so, and holds it until it is killed. */
import { openQueue, type QueueOptions, type WorkerOptions } from "@earshot/queue";

type Settings = Pick<QueueOptions, "engine"> & { readonly prefix: string } & WorkerOptions;

const [text = ""] = process.argv.slice(2);
const { engine, prefix, ...workerOptions }: Settings = JSON.parse(text);
const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: (fields: object) => console.error(fields) };
const queue = await openQueue({ engine, prefix, log });
const never = new Promise<void>(() => {});
await queue.work(
  "enclosure.probe",
  () => {
    process.stdout.write("holding\n");
    return never;
  },
  workerOptions,
);
