import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { chooseAccount } from "./choose-account.ts";
import { binariesIn, locatePostgresBinaries } from "./locate-postgres-binaries.ts";
import { isAlive } from "./process-identity.ts";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./start-embedded-postgres.ts";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const isRoot = process.getuid?.() === 0;
const holder = new URL("../../test/hold-postgres.ts", import.meta.url).pathname;

let prepared = "";
beforeAll(async () => {
  prepared = mkdtempSync(join(tmpdir(), `earshot-test-postgres-${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataDir: prepared, log, durable: false });
  await server.close();
});
afterAll(() => rmSync(prepared, { recursive: true, force: true }));

/** A data directory whose cluster was made already, which saves each test an initdb. */
function makeDataDir(): string {
  const dir = makeDir();
  execFileSync("cp", ["-a", `${prepared}/.`, dir]);
  return dir;
}

function makeDir(): string {
  const dir = mkdtempSync(join(tmpdir(), `earshot-test-postgres-${process.pid}-`));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}) {
  const server = await startEmbeddedPostgres({ dataDir, log, durable: false, ...options });
  onTestFinished(() => server.close());
  return server;
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the server from a process of its own and waits for its URL. */
async function hold(
  dataDir: string,
  ids: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [holder, dataDir], {
    ...ids,
    cwd: "/",
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const failed = once(child, "exit").then(() =>
    Promise.reject(new Error("The server's process ended at once")),
  );
  const [chunk] = await Promise.race([once(child.stdout ?? child, "data"), failed]);
  failed.catch(() => {});
  return { child, url: String(chunk).trim() };
}

function postmasterPid(dataDir: string): number {
  return Number.parseInt(readFileSync(`${dataDir}/postgres/postmaster.pid`, "utf8"), 10);
}

test("keeps its data and its password over a restart, and keeps the password to itself", async () => {
  const dataDir = makeDataDir();
  const first = await startEmbeddedPostgres({ dataDir, log, durable: false });
  await run(first.url, "CREATE TABLE kept AS SELECT 7 AS n");
  await first.close();
  const second = await start(dataDir);
  expect(await run(second.url, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
  expect(statSync(`${dataDir}/postgres.password`).mode & 0o077).toBe(0);
  await expect(run(second.url.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toThrow(/password/);
});

test("syncs to disk unless told otherwise", async () => {
  const server = await start(makeDataDir(), { durable: true });
  expect(await run(server.url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  expect(await run(server.url, "SHOW synchronous_commit")).toEqual([{ synchronous_commit: "on" }]);
});

test("ends when the process that started it is killed, and the data is there at the next start", async () => {
  const dataDir = makeDataDir();
  const { child, url } = await hold(dataDir);
  await run(url, "CREATE TABLE kept AS SELECT 8 AS n");
  const pid = postmasterPid(dataDir);
  child.kill("SIGKILL");
  await once(child, "exit");
  const next = await start(dataDir);
  expect(await run(next.url, "SELECT n FROM kept")).toEqual([{ n: 8 }]);
  expect(postmasterPid(dataDir)).not.toBe(pid);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});

test("stops a server that an earlier process left running", async () => {
  const dataDir = makeDataDir();
  const server = await startEmbeddedPostgres({ dataDir, log, durable: false });
  const pid = postmasterPid(dataDir);
  // As after the death of a process together with its watcher: the lock is gone, the server is not.
  rmSync(`${dataDir}/postgres.lock`);
  const next = await start(dataDir);
  expect(await run(next.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  expect(isAlive(pid)).toBe(false);
  expect(await server.ended).toBe("status 0");
});

test("starts although a stale postmaster.pid names a process that is alive", async () => {
  const dataDir = makeDataDir();
  const first = await startEmbeddedPostgres({ dataDir, log, durable: false });
  const stale = readFileSync(`${dataDir}/postgres/postmaster.pid`, "utf8");
  await first.close();
  const stranger = spawn("sleep", ["60"]);
  onTestFinished(() => {
    stranger.kill("SIGKILL");
  });
  writeFileSync(`${dataDir}/postgres/postmaster.pid`, stale.replace(/^\d+/, String(stranger.pid)));
  writeFileSync(`${dataDir}/postgres.lock`, `${stranger.pid} some earlier boot\n`);
  const next = await start(dataDir);
  expect(await run(next.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
});

test("starts although the server of a stale postmaster.pid was killed and waits for its parent to notice", async () => {
  const dataDir = makeDataDir();
  const first = await startEmbeddedPostgres({ dataDir, log, durable: false });
  const stale = readFileSync(`${dataDir}/postgres/postmaster.pid`, "utf8");
  await first.close();
  // The shell becomes a program that knows nothing of the child, and so never asks how it ended.
  const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => {
    parent.kill("SIGKILL");
  });
  const [chunk] = await once(parent.stdout, "data");
  const zombie = String(chunk).trim();
  await vi.waitFor(() => expect(isAlive(Number(zombie))).toBe(false));
  writeFileSync(`${dataDir}/postgres/postmaster.pid`, stale.replace(/^\d+/, zombie));
  const next = await start(dataDir);
  expect(await run(next.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

test("names the process that is using the data directory", async () => {
  const dataDir = makeDataDir();
  const { child, url } = await hold(dataDir);
  await expect(start(dataDir)).rejects.toThrow(`in use by process ${child.pid}`);
  expect(await run(url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  child.kill("SIGTERM");
  await once(child, "exit");
});

test("says that the port asked for is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(start(makeDataDir(), { port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use`);
});

test("makes the cluster again after an interrupted initdb", async () => {
  const dataDir = makeDataDir();
  const first = await startEmbeddedPostgres({ dataDir, log, durable: false });
  await first.close();
  rmSync(`${dataDir}/postgres/base`, { recursive: true });
  writeFileSync(`${dataDir}/postgres.unfinished`, "");
  const next = await start(dataDir);
  expect(await run(next.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

test("refuses a directory that holds something else", async () => {
  const dataDir = makeDir();
  cpSync(holder, `${dataDir}/postgres/notes.txt`);
  await expect(start(dataDir)).rejects.toThrow(/holds no PostgreSQL cluster/);
});

test.runIf(isRoot)(
  "runs for root without user namespaces, below a directory that only root may enter",
  async () => {
    const dataDir = makeDataDir();
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    const first = await startEmbeddedPostgres({ dataDir, log, durable: false, userNamespaces: false });
    await run(first.url, "CREATE TABLE kept AS SELECT 9 AS n");
    await first.close();
    expect(statSync(`${dataDir}/postgres`).uid).not.toBe(0);
    // Afterwards the files belong to that user, so namespaces or not, it is run as him.
    const next = await start(dataDir);
    expect(await run(next.url, "SELECT n FROM kept")).toEqual([{ n: 9 }]);
  },
);

test.runIf(isRoot)("runs programs that only root may reach from a copy", () => {
  const closed = makeDir();
  const original = locatePostgresBinaries();
  cpSync(original.root, `${closed}/native`, { recursive: true, verbatimSymlinks: true });
  const clusterDir = makeDir();
  const binaries = binariesIn(`${closed}/native`);
  const account = chooseAccount({ clusterDir, binaries, userNamespaces: false, log });
  onTestFinished(() => rmSync(account.binaries.root, { recursive: true }));
  expect(account.binaries.root).not.toContain(closed);
  const again = chooseAccount({ clusterDir, binaries, userNamespaces: false, log });
  expect(again.binaries.root).toBe(account.binaries.root);
});

/** Whether anybody may enter all directories above `path`; a checkout below /root usually is closed. */
function isOpenToAll(path: string): boolean {
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    if ((statSync(dir).mode & 0o001) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

test.runIf(isRoot && isOpenToAll(holder)).each([
  ["that has a name", 65_534],
  ["whose id has no name", 12_345],
])("runs for an ordinary user %s", async (_, id) => {
  const dataDir = makeDir();
  chownSync(dataDir, id, id);
  const { child, url } = await hold(dataDir, { uid: id, gid: id });
  expect(await run(url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(statSync(`${dataDir}/postgres/PG_VERSION`).uid).toBe(id);
});
