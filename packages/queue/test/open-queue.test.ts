import { openQueue, QueueSchemaError, QueueUnavailableError } from "@earshot/queue";
import { createTestDatabase, hasRedisServer, openBreakableProxy, startRedis } from "@earshot/test-servers";
import { describe, expect, it, onTestFinished } from "vitest";

const warnings: string[] = [];
const quiet = () => {};
const log = {
  debug: quiet,
  info: quiet,
  warn: (_fields: object, message: string) => warnings.push(message),
  error: quiet,
};

/** The URL of a server that is not there. */
async function findDeadUrl(scheme: string): Promise<string> {
  const proxy = await openBreakableProxy(`${scheme}://user:hunter2@127.0.0.1:1/earshot`);
  await proxy.close();
  return proxy.url;
}

describe("openQueue", () => {
  it("says that Redis does not answer, without its password", async () => {
    const url = await findDeadUrl("redis");
    const opening = openQueue({ engine: { kind: "redis", url }, log, connectTimeoutMs: 100 });
    await expect(opening).rejects.toThrow(QueueUnavailableError);
    await expect(opening).rejects.toThrow(
      /^Redis at 127\.0\.0\.1:\d+ does not answer \(.*ECONNREFUSED.*\)\. Start it/,
    );
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });

  it("says that PostgreSQL does not answer", async () => {
    const connectionString = await findDeadUrl("postgres");
    const opening = openQueue({ engine: { kind: "postgres", connectionString }, log });
    await expect(opening).rejects.toThrow(QueueUnavailableError);
    await expect(opening).rejects.toThrow(/^PostgreSQL does not answer \(.*ECONNREFUSED.*\)\. Start it/);
  });

  it("says that the tables are missing and what to run", async () => {
    const database = await createTestDatabase({ empty: true });
    onTestFinished(() => database.close());
    const opening = openQueue({ engine: { kind: "postgres", connectionString: database.url }, log });
    await expect(opening).rejects.toThrow(QueueSchemaError);
    await expect(opening).rejects.toThrow(/earshot admin migrate/);
  });

  it.runIf(hasRedisServer)("warns of a Redis that may evict jobs, and only of such a one", async () => {
    for (const [maxmemoryPolicy, expected] of [
      ["noeviction", []],
      ["allkeys-lru", [expect.stringContaining('set "maxmemory-policy noeviction"')]],
    ] as const) {
      warnings.length = 0;
      const redis = await startRedis({ maxmemoryPolicy });
      onTestFinished(() => redis.close());
      const queue = await openQueue({ engine: { kind: "redis", url: redis.url }, log });
      await queue.close();
      expect(warnings).toEqual(expected);
    }
  });
});
