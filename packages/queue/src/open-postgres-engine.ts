import { assertSchemaCompatibility, createPostgresBackend, type PgPool, withBackend } from "bullmq";
import pg from "pg";
import type { Engine, EngineClasses, EngineOptions } from "./engine.ts";
import { queueSchema } from "./migrate-queue.ts";
import { QueueSchemaError, QueueUnavailableError } from "./queue-errors.ts";
import { buildErrorListener } from "./queue-log.ts";

/** Ten for queries, as measured best, and one for each worker's LISTEN, which keeps its connection. */
const connectionsMax = 10 + 6;

/**
 * Connects to PostgreSQL through one pool for producers and workers.
 * @throws QueueUnavailableError when it does not answer; QueueSchemaError when `migrateQueue` has not been run.
 */
export async function openPostgresEngine(connectionString: string, options: EngineOptions): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString,
    max: connectionsMax,
    application_name: "earshot-queue",
    options: `-c search_path=${queueSchema}`,
    connectionTimeoutMillis: options.answerTimeoutMs,
    query_timeout: options.answerTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Each of BullMQ's objects listens for errors of the pool.
  pool.setMaxListeners(0);
  const tellError = buildErrorListener(options.log, { engine: "postgres" });
  let isClosing = false;
  const onError = (error: Error) => {
    if (!isClosing) tellError(error);
  };
  pool.on("error", onError);
  // The pool listens to idle connections only, and one lost while it is lent out would end the process.
  pool.on("connect", (client) => client.on("error", onError));
  try {
    await checkSchema(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }

  const classes: EngineClasses = withBackend((name, opts, factoryOptions) =>
    // BullMQ describes the part of a pool that it uses in types of its own, which those of pg do not quite fit.
    createPostgresBackend(name, { ...opts, connection: pool as unknown as PgPool }, factoryOptions),
  );
  return {
    kind: "postgres",
    producers: classes,
    workers: classes,
    async ping() {
      await pool.query("SELECT 1");
    },
    close() {
      // The pool's promise comes before its sockets are closed, and a server that stops right after this one, as the
      // embedded one does, breaks them: no trouble any more, for us or for BullMQ's objects, which listen too.
      isClosing = true;
      pool.removeAllListeners("error");
      pool.on("error", () => {});
      return pool.end();
    },
  };
}

async function checkSchema(pool: pg.Pool): Promise<void> {
  const client = await pool.connect().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentence = `PostgreSQL does not answer (${reason}). Start it, or correct DATABASE_URL.`;
    throw new QueueUnavailableError(sentence, { cause });
  });
  try {
    await assertSchemaCompatibility(client, queueSchema);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentence = `The queue's tables are missing or of another version. Run: earshot admin migrate (${reason})`;
    throw new QueueSchemaError(sentence, { cause });
  } finally {
    client.release();
  }
}
