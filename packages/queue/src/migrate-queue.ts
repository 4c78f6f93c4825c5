import { DEFAULT_SCHEMA, runMigrations } from "bullmq";
import pg from "pg";

/** The schema of the database that holds the queue's tables, apart from the store's. */
export const queueSchema = DEFAULT_SCHEMA;

/**
 * Creates or upgrades the queue's tables in PostgreSQL, in one transaction; does nothing when they are current. To be
 * called while holding the lock under which the store is migrated. Redis needs no such thing.
 */
export async function migrateQueue(connectionString: string): Promise<void> {
  // A session of its own, since BullMQ's migrations run in a transaction with a lock of their own.
  const client = new pg.Client({ connectionString, application_name: "earshot-queue-migration" });
  await client.connect();
  try {
    await runMigrations(client, queueSchema);
  } finally {
    await client.end();
  }
}
