import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { StorageLog } from "../storage-log.ts";
import { chooseAccount, type PostgresAccount } from "./choose-account.ts";
import type { PostgresBinaries } from "./locate-postgres-binaries.ts";

/** The superuser of the cluster, and the only role there is. */
export const clusterUser = "earshot";

/** A cluster on disk that is ready to be started. */
export interface Cluster {
  readonly dir: string;
  readonly password: string;
  readonly account: PostgresAccount;
}

/** What `prepareCluster` needs. */
export interface ClusterQuestion {
  readonly dataDir: string;
  readonly binaries: PostgresBinaries;
  readonly userNamespaces: boolean;
  readonly durable: boolean;
  readonly log: StorageLog;
}

/**
 * Gives the cluster in `dataDir`, made by initdb if it is not there yet. The password is kept beside it in a file
 * that only the owner may read. An initdb that was interrupted is done again.
 */
export async function prepareCluster(question: ClusterQuestion): Promise<Cluster> {
  const dir = `${question.dataDir}/postgres`;
  const passwordFile = `${question.dataDir}/postgres.password`;
  const unfinished = `${question.dataDir}/postgres.unfinished`;
  if (existsSync(unfinished)) {
    rmSync(dir, { recursive: true, force: true });
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const account = chooseAccount({ ...question, clusterDir: dir });
  if (existsSync(`${dir}/PG_VERSION`)) {
    return { dir, password: requirePassword(passwordFile), account };
  }
  if (readdirSync(dir).length > 0) {
    throw new Error(
      `${dir} is not empty and holds no PostgreSQL cluster; move it away or choose another directory.`,
    );
  }
  writeFileSync(unfinished, "");
  const password = randomBytes(24).toString("base64url");
  writePrivate(passwordFile, `${password}\n`);
  await runInitdb({ dir, password, account, durable: question.durable });
  rmSync(unfinished);
  return { dir, password, account };
}

function requirePassword(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new Error(`The password of the embedded PostgreSQL is missing: cannot read ${path}.`, {
      cause: error,
    });
  }
}

function writePrivate(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

interface InitdbInput {
  readonly dir: string;
  readonly password: string;
  readonly account: PostgresAccount;
  readonly durable: boolean;
}

async function runInitdb(input: InitdbInput): Promise<void> {
  // initdb reads the password from a descriptor, since it may not be allowed to enter the directory of a file.
  const handoverPath = `${input.dir}.initdb`;
  writeFileSync(handoverPath, input.password, { mode: 0o600 });
  const ids = input.account.ids;
  if (ids !== null) chownSync(handoverPath, ids.uid, ids.gid);
  const handover = openSync(handoverPath, "r");
  rmSync(handoverPath);
  try {
    await runToEnd(input, handover);
  } finally {
    closeSync(handover);
  }
}

function runToEnd(input: InitdbInput, passwordFd: number): Promise<void> {
  const { account, dir } = input;
  const [command = "", ...rest] = [
    ...account.prefix,
    account.binaries.initdb,
    `--pgdata=${account.clusterPath}`,
    `--username=${clusterUser}`,
    "--pwfile=/dev/fd/3",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...(input.durable ? [] : ["--no-sync"]),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      cwd: dir,
      ...account.ids,
      stdio: ["ignore", "pipe", "pipe", passwordFd],
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-4_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb ended with ${signal ?? `status ${code}`}: ${output.trim()}`));
    });
  });
}
