import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startPodcastHost } from "@earshot/podcast-host";
import { createTestDatabase } from "@earshot/test-servers";
import { expect, test } from "vitest";
import { makeDirectory } from "./support/make-directory.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { optionsForHost } from "./support/options-for-host.ts";
import { commandOf, environmentOf, repositoryRoot } from "./support/program-command.ts";
import { readDocuments, runEarshot } from "./support/run-earshot.ts";

const timeout = 60_000;
const secretKey = "00".repeat(32);
/** A port that nothing listens on, and that nobody but root may. */
const deadDatabase = "postgres://127.0.0.1:1/earshot";
const services = ["api", "feed-crawler", "checker", "notifier"] as const;

function stderrLinesOf({ stderr }: { readonly stderr: string }): readonly string[] {
  return stderr.split("\n").filter((line) => line !== "");
}

test.concurrent("a name that does not exist is a fault of the input: exit 1", { timeout }, async () => {
  const run = await runEarshot(["probe", "--json", "https://no-such-host.invalid/a.mp3"]);
  expect(run.code).toBe(1);
  expect(readDocuments(run)).toEqual([expect.objectContaining({ verdict: "unreachable" })]);
  expect(run.stdout).toMatch(/"code":"dns\.(not-found|server-failure|timeout)"/);
});

test.concurrent("private addresses are not contacted, however they are written: exit 1", {
  timeout,
}, async () => {
  const urls = [
    "https://127.0.0.1/a.mp3",
    "https://[::1]/a.mp3",
    "https://10.1.2.3/a.mp3",
    "https://169.254.169.254/latest/meta-data",
    "https://0x7f000001/a.mp3",
    "https://[::ffff:192.168.0.1]/a.mp3",
  ];
  const run = await runEarshot(["probe", "--json", ...urls]);
  expect(run.code).toBe(1);
  const fault = {
    code: "address.blocked",
    severity: "outage",
    hop: 0,
    message: expect.stringMatching(/not contacted/),
  };
  expect(readDocuments(run)).toEqual(
    urls.map((url) => expect.objectContaining({ url, verdict: "unreachable", faults: [fault] })),
  );
});

test.concurrent("an HTML page instead of a feed is no usable feed: exit 1", { timeout }, async (context) => {
  const scope = openTestScope(context);
  const host = await scope.open("podcast host", startPodcastHost());
  const show = host.addShow({ hostname: "feeds.example", title: "Paged" });
  show.replaceDocument(
    "<!doctype html><html><head><title>404</title></head><body>Gone</body></html>",
    "text/html",
  );
  const run = await runEarshot(["parse", "--json", ...(await optionsForHost(scope, host)), show.feedUrl]);
  expect(run.code).toBe(1);
  const fault = expect.objectContaining({ code: "feed.not-a-feed", severity: "outage" });
  expect(readDocuments(run)).toEqual([
    expect.objectContaining({ feed: null, episodes: [], faults: [fault] }),
  ]);
});

test.concurrent.for([
  ["there is none", "missing.xml", /There is no file ".*missing\.xml"/],
  ["it is a directory", ".", /is a directory; name the feed files in it/],
] as const)(
  "a file that cannot be read since %s: exit 2",
  { timeout },
  async ([, name, sentence], context) => {
    const path = join(await makeDirectory(openTestScope(context)), name);
    for (const command of ["parse", "check"]) {
      const run = await runEarshot([command, "--json", path]);
      expect(run.code).toBe(2);
      expect(stderrLinesOf(run)).toEqual([expect.stringMatching(sentence)]);
      expect(readDocuments(run)).toEqual([
        expect.objectContaining({
          source: path,
          feed: null,
          faults: [expect.objectContaining({ code: "url.invalid" })],
        }),
      ]);
    }
  },
);

// Root reads everything, so there is nothing that it may not read.
test.skipIf(process.getuid?.() === 0)(
  "a file that this user may not read: exit 2",
  { timeout },
  async (context) => {
    const path = join(await makeDirectory(openTestScope(context)), "secret.xml");
    await writeFile(path, "<rss/>");
    await chmod(path, 0);
    const run = await runEarshot(["parse", path]);
    expect(run.code).toBe(2);
    expect(stderrLinesOf(run)).toEqual([expect.stringMatching(/may not be read by this user/)]);
  },
);

test.concurrent.for([
  [["probe", "--bogus", "x"], /unknown option '--bogus'/],
  [["probe"], /missing required argument 'url'/],
  [["bogus"], /unknown command 'bogus'/],
  [
    ["probe", "--timeout", "0", "x"],
    /'--timeout <seconds>' argument '0' is invalid\. It must be a number of seconds/,
  ],
  [["probe", "--concurrency", "1.5", "x"], /It must be a whole number from 1/],
  [["probe", "--resolve", "nonsense", "x"], /'--resolve <host:port:address>' argument 'nonsense' is invalid/],
  [
    ["probe", "--connect-to", "a:b", "x"],
    /'--connect-to <host:port:address:port>' argument 'a:b' is invalid/,
  ],
  [
    ["probe", "--allow-address", "10.0.0.0/99", "x"],
    /'--allow-address <cidr>' argument '10.0.0.0\/99' is invalid/,
  ],
  [["probe", "--cacert", "/no/such.pem", "x"], /'--cacert <file>' argument '\/no\/such.pem' is invalid/],
  [["probe", "--now", "tomorrow", "x"], /It must be a date and time such as/],
  [["probe", "--now", "2026-02-30T00:00:00Z", "x"], /It must be a date and time such as/],
  [["check", "--episodes", "some", "x"], /It must be a whole number/],
] as const)("the mistaken call %j is explained: exit 2", { timeout }, async ([args, sentence]) => {
  const run = await runEarshot(args);
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toMatch(sentence);
  expect(run.stderr).not.toMatch(/\n\s+at /);
});

test.concurrent("a reader that has enough ends a run without a word", { timeout }, async () => {
  const urls = Array.from({ length: 200 }, (_, index) => `http://10.0.0.1/${index}.mp3`).join(" ");
  const words = [...commandOf("apps/cli/src/main.ts"), "probe", "--json"].join(" ");
  const script = `{ ${words} ${urls}; echo "exit $?" >&2; } | head -n 1`;
  const shell = spawn("sh", ["-c", script], { cwd: repositoryRoot, env: environmentOf({}) });
  const [stdout, stderr] = await Promise.all([text(shell.stdout), text(shell.stderr)]);
  expect(stdout).toMatch(/^\{"url":"http:\/\/10\.0\.0\.1\/0\.mp3".*\}\n$/);
  expect(stderr).toBe("exit 0\n");
});

test.concurrent("--version says which Earshot this is: exit 0", { timeout }, async () => {
  const { version } = JSON.parse(await readFile(join(repositoryRoot, "package.json"), "utf8"));
  for (const flag of ["--version", "-V"])
    expect(await runEarshot([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.concurrent("every mistake in the environment is named at once: exit 2", { timeout }, async () => {
  const env = {
    PORT: "99999",
    DATABASE_URL: "mysql://localhost",
    EARSHOT_HOST_RATE: "fast",
    EARSHOT_CONFIRM_DELAYS: "10s,soon",
    EARSHOT_EXTRA_CA_FILE: "/no/such.pem",
    EARSHOT_HOST_PERIODE: "1m",
  };
  const run = await runEarshot(["serve"], { env });
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toMatch(/^The environment has 6 mistakes:/);
  for (const name of Object.keys(env)) expect(run.stderr).toMatch(new RegExp(`^ {2}${name}: `, "m"));
  expect(run.stderr).toMatch(/did you mean EARSHOT_HOST_PERIOD\?/);
});

test.concurrent.for(services)(
  "%s alone says that it needs DATABASE_URL: exit 2",
  { timeout },
  async (service) => {
    const run = await runEarshot([], { main: `apps/${service}/src/main.ts` });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^ {2}DATABASE_URL: must be set\./m);
  },
);

test.concurrent.for(services)(
  "%s refuses a database that was not migrated, and says what to run: exit 2",
  { timeout },
  async (service, context) => {
    const database = await openTestScope(context).open("database", createTestDatabase({ empty: true }));
    const env = { DATABASE_URL: database.url, EARSHOT_SECRET_KEY: secretKey, PORT: "0" };
    const run = await runEarshot([], { main: `apps/${service}/src/main.ts`, env });
    expect(run.code).toBe(2);
    expect(fatalMessageOf(run)).toMatch(/earshot admin migrate/);
  },
);

test.concurrent.for([
  ["serve", ["serve"]],
  ["admin migrate", ["admin", "migrate"]],
] as const)("%s says that DATABASE_URL does not answer: exit 2", { timeout }, async ([, args]) => {
  const env = { DATABASE_URL: deadDatabase, EARSHOT_SECRET_KEY: secretKey };
  const run = await runEarshot(args, { env });
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toMatch(/PostgreSQL does not answer. Start it, or correct DATABASE_URL/);
  expect(run.stderr).not.toMatch(/\n\s+at /);
});

test.concurrent("a Redis that does not answer is named: exit 2", { timeout }, async (context) => {
  const database = await openTestScope(context).open("database", createTestDatabase());
  const env = { DATABASE_URL: database.url, REDIS_URL: "redis://127.0.0.1:1" };
  const run = await runEarshot([], { main: "apps/checker/src/main.ts", env });
  expect(run.code).toBe(2);
  expect(fatalMessageOf(run)).toMatch(
    /Redis at 127\.0\.0\.1:1 does not answer .* Start it, or correct REDIS_URL/,
  );
});

test.concurrent("a port in use is named, with what to do: exit 2", { timeout }, async (context) => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  context.onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const dataDir = join(await makeDirectory(openTestScope(context)), "data");
  const run = await runEarshot(["serve"], { env: { EARSHOT_DATA_DIR: dataDir, PORT: String(port) } });
  expect(run.code).toBe(2);
  expect(fatalMessageOf(run)).toBe(
    `Cannot listen on 127.0.0.1:${port}: another program already does. Stop it, or set PORT to a free port.`,
  );
  // It is told before the database is started, or anything else is made.
  expect(existsSync(dataDir)).toBe(false);
});

test.concurrent.for([
  ["nothing else is set", {}],
  ["the secrets are set", { EARSHOT_SECRET_KEY: secretKey, EARSHOT_BOOTSTRAP_KEY: "k".repeat(32) }],
] as const)(
  "a data directory below a file is explained when %s: exit 2",
  { timeout },
  async ([, secrets], context) => {
    const file = join(await makeDirectory(openTestScope(context)), "file");
    await writeFile(file, "");
    const env = { ...secrets, EARSHOT_DATA_DIR: join(file, "data"), PORT: "0" };
    const run = await runEarshot(["serve"], { env });
    expect(run.code).toBe(2);
    expect(fatalMessageOf(run)).toBe(
      `The data directory ${file}/data cannot be made: ${file} is no directory. Choose another with EARSHOT_DATA_DIR.`,
    );
  },
);

/** The message of the one log line that says why a service could not start. */
function fatalMessageOf(run: { readonly stderr: string }): string {
  const logged = stderrLinesOf(run)
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { readonly level: string; readonly msg: string });
  const fatal = logged.filter(({ level }) => level === "fatal");
  expect(fatal).toHaveLength(1);
  return fatal[0]?.msg ?? "";
}
