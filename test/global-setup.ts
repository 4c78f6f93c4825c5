import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateQueue } from "@earshot/queue";
import { migrate, type StorageLog, startEmbeddedPostgres } from "@earshot/storage";
// Declares what is provided to the tests.
import type {} from "@earshot/test-servers";
import type { TestProject } from "vitest/node";

const log: StorageLog = { debug: () => {}, info: () => {}, warn: console.warn, error: console.error };

// The process that made a directory is part of its name, so that a later run can tell those of interrupted runs.
const prefix = "earshot-test-postgres-";

/** Starts one PostgreSQL for the whole test run, with a migrated database to clone, and stops it at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataDir, log, durable: false });
  await migrate(server.url);
  await migrateQueue(server.url);
  const adminUrl = new URL(server.url);
  const template = adminUrl.pathname.slice(1);
  adminUrl.pathname = "/postgres";
  project.provide("postgres", { adminUrl: adminUrl.href, template });
  project.provide("redis", { url: process.env["REDIS_URL"] || null });
  return async () => {
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
