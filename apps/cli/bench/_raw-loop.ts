import { readFileSync } from "node:fs";
import { Agent, request } from "undici";

/**
 * A process of its own that asks for the same range over and over through a pool of undici, 64 at a time: what the
 * transport alone can do. Arguments: port, CA file, milliseconds. Prints `{"operations","wallMs","cpuMs"}`.
 */
const [port = "", caFile = "", durationMs = ""] = process.argv.slice(2);
const concurrency = 64;
const agent = new Agent({
  connections: concurrency,
  allowH2: false,
  connect: { ca: readFileSync(caFile, "utf8"), servername: "media.cdn.test" },
});
const url = `https://127.0.0.1:${port}/audio/1/1.mp3`;
const headers = {
  host: "media.cdn.test",
  range: "bytes=0-4095",
  accept: "*/*",
  "accept-encoding": "identity",
};

async function ask(): Promise<void> {
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
  await Promise.all(Array.from({ length: concurrency }, worker));
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
