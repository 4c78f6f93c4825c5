/**
 * Jobs per second through this package with a handler that does nothing, one subject a job and fifty.
 * Usage: node packages/queue/bench/throughput.ts redis://127.0.0.1:6379 | postgres://…
 */
import { randomUUID } from "node:crypto";
import { migrateQueue, openQueue, type QueueEngine } from "@earshot/queue";

const [url = ""] = process.argv.slice(2);
const isRedis = url.startsWith("redis");
const engine: QueueEngine = isRedis ? { kind: "redis", url } : { kind: "postgres", connectionString: url };
if (!isRedis) await migrateQueue(url);

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: console.error, error: console.error };
const queue = await openQueue({ engine, log, prefix: `bench-${randomUUID()}` });
const jobCount = isRedis ? 20_000 : 4_000;

for (const batchSize of [1, 50]) {
  const claimId = randomUUID();
  const mediaIds = Array.from({ length: batchSize }, (_, index) => index + 1);
  const newJobs = Array.from({ length: jobCount }, (_, index) => ({
    payload: { claimId, mediaIds },
    jobId: `${claimId}-${index}`,
  }));
  const addedFrom = performance.now();
  await queue.enqueueMany("enclosure.probe", newJobs);
  const addSeconds = (performance.now() - addedFrom) / 1_000;

  let done = 0;
  const finished = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const worker = await queue.work(
    "enclosure.probe",
    () => {
      if (++done === jobCount) finished.resolve();
    },
    { concurrency: 32 },
  );
  await finished.promise;
  const runSeconds = (performance.now() - startedAt) / 1_000;
  await worker.close();
  const perSecond = (seconds: number, count: number) => Math.round(count / seconds);
  console.log(
    `${engine.kind}, ${batchSize} a job: added ${perSecond(addSeconds, jobCount)} jobs/s, ran ${perSecond(runSeconds, jobCount)} jobs/s, ${perSecond(runSeconds, jobCount * batchSize)} subjects/s`,
  );
}
await queue.close();
