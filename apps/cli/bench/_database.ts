import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, startEmbeddedPostgres } from "@earshot/storage";

/** A PostgreSQL of a bench's own, with the current schema. */
export interface BenchDatabase {
  readonly url: string;
  close(): Promise<void>;
}

const quiet = { debug: () => {}, info: () => {}, warn: console.error, error: console.error };

/**
 * Starts one in a directory that is gone afterwards: as durable as in production, or not at all where nothing is timed.
 */
export async function openBenchDatabase({ durable = true } = {}): Promise<BenchDatabase> {
  const directory = mkdtempSync(join(tmpdir(), "earshot-bench-"));
  const server = await startEmbeddedPostgres({ dataDir: directory, log: quiet, durable });
  await migrate(server.url);
  return {
    url: server.url,
    async close() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
