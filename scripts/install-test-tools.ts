/**
 * Sees to what the tests need and npm does not bring: a `redis-server`, a Chromium for the dashboard, nginx for the probe, and
 * `promtool` for the metrics and alert rules. On Debian and its kin they are installed with apt-get, by root or through a sudo that asks
 * nothing; elsewhere a message says what to install. Does nothing when they are there. With REDIS_URL set the tests use
 * that Redis, and what must stop a Redis of its own is skipped.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

interface Tool {
  readonly command: string;
  readonly debianPackage: string;
  /** Where to get it on other systems. */
  readonly elsewhere: string;
  /** What is skipped without it, when the environment offers a way to go on; undefined when the tests cannot do without. */
  readonly skipped: string | undefined;
}

const tools: readonly Tool[] = [
  {
    command: "redis-server",
    debianPackage: "redis-server",
    elsewhere:
      'macOS: "brew install redis"; Fedora: "dnf install redis"; Alpine: "apk add redis"; or set REDIS_URL',
    skipped: process.env["REDIS_URL"] && "tests that stop and start a Redis of their own",
  },
  {
    command: "chromium",
    debianPackage: "chromium",
    elsewhere: "any Chromium or Google Chrome that is on the path will do",
    skipped: "tests of the dashboard in a browser",
  },
  {
    command: "nginx",
    debianPackage: "nginx-light",
    elsewhere: 'macOS: "brew install nginx"; Fedora: "dnf install nginx"; Alpine: "apk add nginx"',
    skipped: "tests of the probe against a media server that is not ours",
  },
  {
    command: "promtool",
    debianPackage: "prometheus",
    elsewhere:
      'macOS: "brew install prometheus"; Fedora: "dnf install golang-github-prometheus"; Alpine: "apk add prometheus"',
    skipped: "the checks of the metrics' names and of the alert rules in docs/prometheus",
  },
];

const isThere = (command: string): boolean => spawnSync(command, ["--version"]).error === undefined;

function findAptGet(): readonly string[] | undefined {
  if (!isThere("apt-get") || !existsSync("/etc/debian_version")) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  return spawnSync("sudo", ["-n", "true"]).status === 0
    ? ["sudo", "-n", "--preserve-env", "apt-get"]
    : undefined;
}

function runAptGet(aptGet: readonly string[], args: readonly string[]): boolean {
  const [command = "", ...prefix] = aptGet;
  const result = spawnSync(command, [...prefix, "-qq", "-o", "DPkg::Lock::Timeout=120", ...args], {
    // The packages' own services must not start: the tests run servers of their own. RUNLEVEL=1 tells invoke-rc.d so.
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return result.status === 0;
}

/** Installs the packages, trying first with the package lists as they are. */
function installPackages(aptGet: readonly string[], packages: readonly string[]): boolean {
  const install = ["install", "--yes", "--no-install-recommends", ...packages];
  return runAptGet(aptGet, install) || (runAptGet(aptGet, ["update"]) && runAptGet(aptGet, install));
}

function main(): number {
  const missing = tools.filter(({ command }) => !isThere(command));
  if (missing.length === 0) return 0;
  const aptGet = findAptGet();
  if (aptGet !== undefined) {
    const packages = missing.map(({ debianPackage }) => debianPackage);
    console.error(`Installing what the tests need: ${packages.join(", ")}`);
    installPackages(aptGet, packages);
  }
  let exitCode = 0;
  for (const { command, elsewhere, skipped } of missing) {
    if (isThere(command)) continue;
    if (skipped) console.error(`${command} is missing (${elsewhere}); skipped are ${skipped}.`);
    else {
      console.error(
        `The tests need ${command}, which is not on the path. Install it (Debian: apt-get; ${elsewhere}).`,
      );
      exitCode = 1;
    }
  }
  return exitCode;
}

process.exitCode = main();
