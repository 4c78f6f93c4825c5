import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import type { StorageLog } from "../storage-log.ts";
import type { Database, Db } from "./database.ts";
import { type AppliedMigration, judgeSchema, readAppliedMigrations } from "./judge-schema.ts";
import { keepPlans } from "./keep-plans.ts";
import { type HintHandlers, type HintListener, listenForHints } from "./listen-for-hints.ts";
import { readMigrations } from "./read-migrations.ts";

/** The open store: `db` for single queries, `inTransaction` for several. */
export interface Store {
  readonly db: Db;
  /** Resolves when PostgreSQL answers; throws when it does not. */
  ping(): Promise<void>;
  /** Calls the handlers when a hint comes, on a connection of its own; see `listenForHints`. */
  listen(handlers: HintHandlers): Promise<HintListener>;
  /** Waits for running queries and closes the connections. */
  close(): Promise<void>;
}

/** Which database to open, and how many connections to it at most. */
export interface StoreOptions {
  readonly url: string;
  readonly log: StorageLog;
  readonly poolMax: number;
  /** Told of each query that was sent, with its parameters, which may hold secrets. */
  readonly onQuery?: (query: { readonly sql: string; readonly parameters: readonly unknown[] }) => void;
}

const connectPatienceMs = 10_000;
const statementPatienceMs = 60_000;
const transactionAttemptsMax = 4;
/** SQLSTATE deadlock_detected and serialization_failure: the loser may simply try again. */
const retryable: ReadonlySet<unknown> = new Set(["40P01", "40001"]);

const int8 = 20;
const int8Array = 1016;

/** Opens a pool on the database; connections are made when first used. */
export function openStore(options: StoreOptions): Store {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolMax,
    application_name: "earshot",
    connectionTimeoutMillis: connectPatienceMs,
    statement_timeout: statementPatienceMs,
    idle_in_transaction_session_timeout: statementPatienceMs,
    types: { getTypeParser: parserFor },
  });
  // Without a listener the loss of an idle connection would end the process; the next query opens another. While the
  // pool closes, a server that stops at the same time may be faster than the goodbye.
  let isClosing = false;
  pool.on("error", ({ message }) => {
    // The error itself carries the whole connection, which no log needs.
    if (!isClosing) options.log.warn({ reason: message }, "Lost an idle connection to PostgreSQL");
  });
  // The pool listens to idle connections only. One lost between two queries of a transaction would end the process
  // as well; the transaction's next query fails, which says enough.
  pool.on("connect", (client) => client.on("error", () => {}));
  const { onQuery } = options;
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: keepPlans(pool) }),
    ...(onQuery && { log: ({ query }) => onQuery({ sql: query.sql, parameters: query.parameters }) }),
  });
  return {
    db,
    ping: async () => {
      await sql`SELECT 1`.execute(db);
    },
    listen: (handlers) => listenForHints(options, handlers),
    close: () => {
      isClosing = true;
      return db.destroy();
    },
  };
}

/**
 * Runs `work` in one transaction, committed when it resolves and rolled back when it throws. After a deadlock it is
 * run again, so it must not change anything outside the database.
 */
export async function inTransaction<T>(
  store: Store,
  work: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.db.transaction().execute(work);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (!retryable.has(code) || attempt >= transactionAttemptsMax) throw error;
    }
  }
}

/** Throws, saying what to do, unless the database has exactly this version's schema. */
export async function requireSchema(store: Store): Promise<void> {
  const applied = await readAppliedMigrations((text) => sql.raw<AppliedMigration>(text).execute(store.db));
  const { problem } = judgeSchema(await readMigrations(), applied);
  if (problem !== null) throw new Error(problem);
}

/** Ids stay far below 2^53, so int8 is read as a number and not, as the driver would, as a string. */
function parserFor(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === int8) return Number;
  if (oid === int8Array) return (value) => (value === "{}" ? [] : value.slice(1, -1).split(",").map(Number));
  return format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid, "text");
}
