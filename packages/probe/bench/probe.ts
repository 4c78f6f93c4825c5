import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { connect as connectTls, createSecureContext, rootCertificates } from "node:tls";
import { openTrustStore } from "@earshot/certificate";
import { buildAddressPolicy, openEgress, parseAddressRange, parseConnectTo } from "@earshot/egress";
import { Agent, request } from "undici";
import { buildProber, buildTlsJudge } from "../src/index.ts";

/**
 * `pnpm bench probe [milliseconds per round] [rounds] [only loops whose name contains this]` measures the prober
 * against raw loops of the same transport, interleaved round by round: this process on one core, the server on another.
 */
spawnSync("taskset", ["-cp", "0", String(process.pid)]);
const roundMs = Number(process.argv[2] ?? 2_000);
const rounds = Number(process.argv[3] ?? 5);
const concurrency = 64;

const server = spawn(
  "taskset",
  ["-c", "1", process.execPath, new URL("server/media-server.ts", import.meta.url).pathname],
  {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  },
);
const [line] = await once(server.stdout ?? process.stdin, "data");
const { port, ca } = JSON.parse(String(line)) as { port: number; ca: string };
const names = ["a.test", "b.test", "c.test"];

const trust = openTrustStore({ extraPem: [ca] });
const egress = openEgress({
  policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.1")] }),
  judgeTls: buildTlsJudge({ trust }),
  connectTo: names.map((name) => parseConnectTo(`${name}:443:127.0.0.1:${port}`)),
  ca: [ca],
});
const prober = buildProber({ egress, vantage: "bench" });
const context = createSecureContext({ ca: [...rootCertificates, ca], ecdhCurve: "X25519:P-256:P-384" });
const agent = new Agent({
  connections: concurrency,
  allowH2: false,
  connect: (options, callback) => {
    const socket = connectTls({
      socket: connectTcp(port, "127.0.0.1"),
      servername: options.hostname,
      secureContext: context,
    });
    socket
      .once("secureConnect", () => callback(null, socket))
      .once("error", (error) => callback(error, null));
  },
});

const range = { range: "bytes=0-4095", accept: "*/*", "accept-encoding": "identity" };

async function rawRequest(url: string): Promise<string | null> {
  const { body, headers } = await request(url, { dispatcher: agent, headers: range });
  await body.arrayBuffer();
  return typeof headers.location === "string" ? headers.location : null;
}

async function rawChain(): Promise<void> {
  for (let url: string | null = "https://a.test/r1"; url !== null; ) url = await rawRequest(url);
}

function rawHandshake(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      socket: connectTcp(port, "127.0.0.1"),
      servername: "a.test",
      secureContext: context,
    });
    socket.once("error", reject).once("secureConnect", () => {
      socket.getPeerX509Certificate();
      socket.destroy();
      resolve();
    });
  });
}

async function probe(url: string): Promise<void> {
  const { verdict, faults } = await prober.probeEnclosure({ url, declaredType: "audio/mpeg" });
  if (verdict !== "healthy") throw new Error(JSON.stringify(faults));
}

async function check(): Promise<void> {
  const { verdict, faults } = await prober.checkHost({ hostname: "a.test", port: 443, tls: true });
  if (verdict !== "healthy") throw new Error(JSON.stringify(faults));
}

const loops: Record<string, () => Promise<unknown>> = {
  "undici request, pooled": () => rawRequest("https://c.test/a.mp3"),
  "probe, pooled": () => probe("https://c.test/a.mp3"),
  "undici request, three hops": rawChain,
  "probe, three hops": () => probe("https://a.test/r1"),
  "tls.connect": rawHandshake,
  "host check": check,
};

async function rate(run: () => Promise<unknown>): Promise<number> {
  let done = 0;
  const startedAt = performance.now();
  const worker = async () => {
    while (performance.now() - startedAt < roundMs) {
      await run();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (done * 1_000) / (performance.now() - startedAt);
}

const median = (values: number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
const rates = new Map(Object.keys(loops).map((name) => [name, [] as number[]]));
const only = process.argv[4];
for (let round = 0; round < rounds; round += 1) {
  for (const [name, run] of Object.entries(loops))
    if (!only || name.includes(only)) rates.get(name)?.push(await rate(run));
}
for (const [name, values] of rates)
  process.stdout.write(`${name.padEnd(28)} ${median(values).toFixed(0).padStart(7)} /s\n`);
const pairs = [
  ["probe, pooled", "undici request, pooled"],
  ["probe, three hops", "undici request, three hops"],
  ["host check", "tls.connect"],
] as const;
for (const [ours, raw] of pairs) {
  const ratios = (rates.get(ours) ?? []).map(
    (value, round) => value / (rates.get(raw)?.[round] ?? Number.NaN),
  );
  process.stdout.write(`${ours} / ${raw}: ${median(ratios).toFixed(2)}\n`);
}
await egress.close();
await agent.close();
server.disconnect();
