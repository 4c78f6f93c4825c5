import { startEmbeddedPostgres } from "../src/embedded/start-embedded-postgres.ts";

// Started by tests as a process of its own: brings a server up, says where, and waits to be killed.
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const [dataDir = ""] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({ dataDir, log: quiet, durable: false });
  process.stdout.write(`${server.url}\n`);
  setInterval(() => {}, 60_000);
  process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
