import { migrateQueue } from "@earshot/queue";
import { queueEngineOf, type ServiceEnv } from "@earshot/service";
import { migrate } from "@earshot/storage";

/**
 * Brings the store's schema, and the queue's where that lies in PostgreSQL, up to this version. Each takes a lock of
 * its own in the database, so any number of processes may do this at once.
 */
export async function migrateAll(env: ServiceEnv): Promise<readonly string[]> {
  const applied = await migrate(env.databaseUrl);
  const engine = queueEngineOf(env);
  if (engine.kind === "postgres") await migrateQueue(engine.connectionString);
  return applied;
}
