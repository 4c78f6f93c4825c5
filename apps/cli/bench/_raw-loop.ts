import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { Agent, buildConnector, request } from "undici";

/**
 * A process of its own that asks for the same range of many URLs over and over through undici's pools, one for each host:
 * what the transport alone can do. Arguments: nginx's port, CA file, a file with a URL a line, requests at once,
 * connections to one host, milliseconds. Prints `{"operations","wallMs","cpuMs"}`.
 */
const [port = "", caFile = "", urlsFile = "", atOnce = "", perHost = "", durationMs = ""] =
  process.argv.slice(2);
const urls = readFileSync(urlsFile, "utf8").trimEnd().split("\n");
const secureContext = createSecureContext({ ca: readFileSync(caFile, "utf8") });
const connector = buildConnector({ allowH2: false, secureContext });
const agent = new Agent({
  allowH2: false,
  connections: Number(perHost),
  // Only called for a new connection: every host is at nginx's address, under its own name.
  connect: (options, callback) =>
    connector(
      { ...options, host: `127.0.0.1:${port}`, hostname: "127.0.0.1", port, servername: options.hostname },
      callback,
    ),
});
const headers = { range: "bytes=0-4095", accept: "*/*", "accept-encoding": "identity" };
let asked = 0;

async function ask(): Promise<void> {
  const url = urls[asked++ % urls.length] ?? "";
  const answer = await request(url, { dispatcher: agent, headers });
  await answer.body.arrayBuffer();
  if (answer.statusCode !== 206) throw new Error(`nginx answered ${answer.statusCode}`);
}

async function loop(forMs: number): Promise<number> {
  const endsAt = performance.now() + forMs;
  let operations = 0;
  const worker = async () => {
    for (; performance.now() < endsAt; operations += 1) await ask();
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, worker));
  return operations;
}

// Connections, and the code that just-in-time compilation has yet to see.
await loop(1_500);
const startedAt = performance.now();
const before = process.cpuUsage();
const operations = await loop(Number(durationMs));
const { user, system } = process.cpuUsage(before);
const measured = { operations, wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 };
process.stdout.write(`${JSON.stringify(measured)}\n`);
await agent.close();
