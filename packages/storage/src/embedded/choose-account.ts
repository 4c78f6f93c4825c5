import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import type { StorageLog } from "../storage-log.ts";
import { binariesIn, type PostgresBinaries } from "./locate-postgres-binaries.ts";

/** The account "nobody" of every usual Linux distribution. */
const nobodyId = 65_534;

/** How the programs of PostgreSQL, which refuses to run as root, are to be started. */
export interface PostgresAccount {
  readonly binaries: PostgresBinaries;
  /** What comes before the program on the command line. */
  readonly prefix: readonly string[];
  /** Ids to switch to, or null to stay as we are. */
  readonly ids: { readonly uid: number; readonly gid: number } | null;
  /** The cluster's directory as the programs are to name it. */
  readonly clusterPath: string;
}

/** What `chooseAccount` looks at. `userNamespaces: false` behaves as a machine that forbids them. */
export interface AccountQuestion {
  readonly clusterDir: string;
  readonly binaries: PostgresBinaries;
  readonly userNamespaces: boolean;
  readonly log: StorageLog;
}

/**
 * Decides as whom PostgreSQL runs. An ordinary user runs it as himself. For root it is a user namespace that shows
 * root's files as an unprivileged user's; where that is forbidden, the unprivileged user itself, to whom the
 * cluster's files are given. Throws an error that names what is in the way.
 */
export function chooseAccount(question: AccountQuestion): PostgresAccount {
  const { clusterDir, binaries } = question;
  const plain = { binaries, prefix: [], ids: null, clusterPath: clusterDir };
  if (process.getuid?.() !== 0) return hasName() ? plain : { ...plain, prefix: requireName(question) };

  const owner = statSync(clusterDir);
  if (owner.uid === 0 && question.userNamespaces) {
    const prefix = buildNamespacePrefix();
    if (canUse(prefix, clusterDir, binaries.postgres)) return { ...plain, prefix };
    question.log.debug(
      {},
      "No user namespace for PostgreSQL here; running it as an unprivileged user instead",
    );
  }
  const ids = owner.uid === 0 ? { uid: nobodyId, gid: nobodyId } : { uid: owner.uid, gid: owner.gid };
  giveTo(clusterDir, ids);
  return {
    binaries: reachableBinaries(binaries, ids),
    prefix: [],
    ids,
    // Directories above may be closed to that user. The working directory is entered before root's rights are
    // dropped, and this name for it passes through none of them.
    clusterPath: "/proc/self/cwd",
  };
}

function buildNamespacePrefix(): readonly string[] {
  return ["unshare", "--user", `--map-user=${nobodyId}`, `--map-group=${nobodyId}`, "--"];
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/** A container may run under an id that /etc/passwd does not list, which initdb refuses; a namespace gives it a name. */
function requireName(question: AccountQuestion): readonly string[] {
  const prefix = buildNamespacePrefix();
  if (question.userNamespaces && canUse(prefix, question.clusterDir, question.binaries.postgres))
    return prefix;
  throw new Error(
    `User id ${process.getuid?.()} has no name on this machine, and PostgreSQL's initdb needs one. ` +
      "Add the id to /etc/passwd, allow user namespaces, or set DATABASE_URL.",
  );
}

function canUse(prefix: readonly string[], clusterDir: string, program: string): boolean {
  const [command = "", ...rest] = prefix;
  const script = 'test -w "$1" && "$2" --version';
  return spawnSync(command, [...rest, "sh", "-c", script, "sh", clusterDir, program]).status === 0;
}

function giveTo(path: string, ids: { uid: number; gid: number }): void {
  const found = lstatSync(path);
  if (found.uid === ids.uid && found.gid === ids.gid) return;
  try {
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
      if (!entry.isSymbolicLink()) chownSync(`${entry.parentPath}/${entry.name}`, ids.uid, ids.gid);
    }
    // The directory itself comes last: its owner tells the next start whether all of this was done.
    chownSync(path, ids.uid, ids.gid);
  } catch (error) {
    throw new Error(
      `PostgreSQL refuses to run as root, and ${path} cannot be given to an unprivileged user (id ${ids.uid}). ` +
        "Run Earshot as an ordinary user, allow user namespaces, or set DATABASE_URL.",
      { cause: error },
    );
  }
}

function reachableBinaries(binaries: PostgresBinaries, ids: { uid: number; gid: number }): PostgresBinaries {
  if (canRun(binaries, ids)) return binaries;
  for (const parent of ["/var/lib", "/var/tmp", "/tmp"]) {
    const copy = copyTo(binaries, parent);
    if (copy !== undefined && canRun(copy, ids)) return copy;
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and an unprivileged user cannot run ${binaries.postgres} ` +
      `(${describeObstacle(binaries.postgres)}). Move the checkout to a directory that everybody may enter, ` +
      "run Earshot as an ordinary user, or set DATABASE_URL.",
  );
}

function canRun(binaries: PostgresBinaries, ids: { uid: number; gid: number }): boolean {
  return spawnSync(binaries.postgres, ["--version"], { ...ids, cwd: "/" }).status === 0;
}

/** Copies the distribution (60 MB) once to where everybody may read it; later starts find the copy. */
function copyTo(binaries: PostgresBinaries, parent: string): PostgresBinaries | undefined {
  const version = spawnSync(binaries.postgres, ["--version"], { encoding: "utf8" }).stdout ?? "";
  const target = `${parent}/earshot-postgresql-${/[\d.]+/.exec(version)?.[0] ?? "unknown"}`;
  if (existsSync(target)) {
    const found = lstatSync(target);
    const isOurs = found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
    return isOurs ? binariesIn(target) : undefined;
  }
  let draft: string | undefined;
  try {
    draft = mkdtempSync(`${target}-`);
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    renameSync(draft, target);
    return binariesIn(target);
  } catch {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    return existsSync(target) ? binariesIn(target) : undefined;
  }
}

function describeObstacle(path: string): string {
  const closed: string[] = [];
  for (let dir = dirname(path); dir !== dirname(dir); dir = dirname(dir)) {
    if ((statSync(dir).mode & 0o001) === 0) closed.push(dir);
  }
  const blocking = closed.at(-1);
  return blocking === undefined ? "it does not start" : `the directory ${blocking} is closed to others`;
}
