import { migrateQueue } from "@earshot/queue";
import { createTestDatabase, openBreakableProxy } from "@earshot/test-servers";
import pg from "pg";
import { describeQueue } from "./describe-queue.ts";

describeQueue("postgres", async () => {
  const database = await createTestDatabase({ empty: true });
  await migrateQueue(database.url);
  const proxy = await openBreakableProxy(database.url);
  return {
    engine: { kind: "postgres", connectionString: proxy.url },
    prefix: "earshot",
    cut: proxy.cut,
    stall: proxy.stall,
    restore: proxy.restore,
    async empty() {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query("TRUNCATE bullmq.job CASCADE");
      await client.end();
    },
    async close() {
      await proxy.close();
      await database.close();
    },
  };
});
