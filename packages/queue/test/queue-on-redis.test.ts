import { createTestRedis, openBreakableProxy } from "@earshot/test-servers";
import { Redis } from "ioredis";
import { describeQueue } from "./describe-queue.ts";

describeQueue("redis", async () => {
  const redis = await createTestRedis();
  const proxy = await openBreakableProxy(redis.url);
  return {
    engine: { kind: "redis", url: proxy.url },
    prefix: redis.prefix,
    cut: proxy.cut,
    stall: proxy.stall,
    restore: proxy.restore,
    async empty() {
      const client = new Redis(redis.url);
      const keys = await client.keys(`${redis.prefix}:*`);
      if (keys.length > 0) await client.del(keys);
      await client.script("FLUSH");
      client.disconnect();
    },
    async close() {
      await proxy.close();
      await redis.close();
    },
  };
});
