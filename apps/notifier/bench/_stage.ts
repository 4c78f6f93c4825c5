import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateQueue } from "@earshot/queue";
import type { Scope } from "@earshot/runtime";
import {
  migrate,
  openSecretBox,
  openStore,
  type SecretBox,
  type Store,
  startEmbeddedPostgres,
} from "@earshot/storage";

/** A database of the bench's own, on a PostgreSQL as the embedded one of `earshot serve` is, durable. */
export interface BenchStage {
  readonly databaseUrl: string;
  readonly store: Store;
  readonly box: SecretBox;
  readonly secretKey: string;
  /** The working directory of the PostgreSQL server and its backends. */
  readonly postgresDir: string;
}

const complain = (fields: object, message: string) =>
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);

/** Opens the stage; closed with the scope. */
export async function openBenchStage(scope: Scope): Promise<BenchStage> {
  const dataDir = await mkdtemp(join(tmpdir(), "earshot-bench-"));
  scope.onClose("data directory", () => rm(dataDir, { recursive: true, force: true }));
  const log = { debug: () => {}, info: () => {}, warn: complain, error: complain };
  const postgresDir = join(dataDir, "postgres");
  const server = await scope.open("postgres", startEmbeddedPostgres({ dataDir: postgresDir, log }));
  await migrate(server.url);
  await migrateQueue(server.url);
  const store = await scope.open("store", openStore({ url: server.url, log, poolMax: 5 }));
  const key = randomBytes(32);
  return {
    databaseUrl: server.url,
    store,
    box: openSecretBox([key]),
    secretKey: key.toString("base64"),
    postgresDir,
  };
}
