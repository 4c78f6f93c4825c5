import { randomUUID } from "node:crypto";
import { openQueue } from "@earshot/queue";
import { hasRedisServer, startRedis } from "@earshot/test-servers";
import { expect, it, onTestFinished } from "vitest";

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const job = (hostId: number) => ({
  payload: { claimId: randomUUID(), hostIds: [hostId] },
  jobId: randomUUID(),
});

it.runIf(hasRedisServer)(
  "a worker outlives the restart of an empty Redis, which forgot its scripts too",
  async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    const queue = await openQueue({ engine: { kind: "redis", url: redis.url }, log });
    onTestFinished(() => queue.close());
    const checked: number[] = [];
    await queue.work("host.check", ({ hostIds }) => {
      checked.push(...hostIds);
    });
    await queue.enqueue("host.check", job(1));
    await expect.poll(() => checked).toEqual([1]);

    await redis.stop();
    await expect(queue.enqueue("host.check", job(2))).rejects.toThrow();
    await redis.start();
    await expect
      .poll(() => queue.enqueue("host.check", job(3)).then(() => "added", String), { timeout: 10_000 })
      .toBe("added");
    await expect.poll(() => checked, { timeout: 10_000 }).toEqual([1, 3]);
  },
);

it.runIf(hasRedisServer)("a worker outlives a Redis that hung for a while", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  const queue = await openQueue({ engine: { kind: "redis", url: redis.url }, log, answerTimeoutMs: 200 });
  onTestFinished(() => queue.close());
  const checked: number[] = [];
  await queue.work("host.check", ({ hostIds }) => {
    checked.push(...hostIds);
  });
  redis.signal("SIGSTOP");
  await expect(queue.enqueue("host.check", job(1))).rejects.toThrow();
  redis.signal("SIGCONT");
  await expect
    .poll(() => queue.enqueue("host.check", job(2)).then(() => "added", String), { timeout: 10_000 })
    .toBe("added");
  await expect.poll(() => checked, { timeout: 10_000 }).toContain(2);
});
