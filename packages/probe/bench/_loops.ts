import { connect as connectTcp } from "node:net";
import { connect as connectTls, createSecureContext, rootCertificates } from "node:tls";
import { openTrustStore } from "@earshot/certificate";
import { buildAddressPolicy, openEgress, parseAddressRange, parseConnectTo } from "@earshot/egress";
import { Agent, request } from "undici";
import { buildProber, buildTlsJudge } from "../src/index.ts";
import type { BenchServer } from "./_server.ts";

/** How many operations are under way at once, in every loop and every tool. */
export const concurrency = 64;

/** What a round of one loop came to. */
export interface Round {
  readonly operations: number;
  readonly wallMs: number;
  /** Processor time of the client, user and system. */
  readonly cpuMs: number;
}

/** Something to be measured, for about so many milliseconds. */
export type Loop = (roundMs: number) => Promise<Round>;

/** The raw loops of undici and tls.connect, and ours; `close` ends their connections. */
export interface OwnLoops {
  readonly loops: Readonly<Record<string, Loop>>;
  close(): Promise<void>;
}

/** Builds the loops that run in this process. */
export function buildOwnLoops(server: BenchServer): OwnLoops {
  const raw = buildRaw(server);
  const ours = buildOurs(server);
  const file = "https://c.test/no-tag.mp3";
  const chain = "https://a.test/r1";
  const loops = {
    "undici request, pooled": () => raw.request(file),
    "probe, pooled": () => ours.probe(file, false),
    "undici request, three hops": () => raw.chain(chain),
    "probe, three hops": () => ours.probe(chain, false),
    "tls.connect": raw.handshake,
    "host check": ours.check,
    "probe, fresh": () => ours.probe(file, true),
  };
  return {
    loops: Object.fromEntries(Object.entries(loops).map(([name, run]) => [name, repeat(run)])),
    close: async () => {
      await raw.close();
      await ours.close();
    },
  };
}

function buildRaw({ port, ca }: BenchServer) {
  const context = createSecureContext({ ca: [...rootCertificates, ca], ecdhCurve: "X25519:P-256:P-384" });
  const open = (servername: string) =>
    connectTls({ socket: connectTcp(port, "127.0.0.1"), servername, secureContext: context });
  const agent = new Agent({
    connections: concurrency,
    allowH2: false,
    connect: (options, callback) => {
      const socket = open(options.hostname);
      socket
        .once("secureConnect", () => callback(null, socket))
        .once("error", (error) => callback(error, null));
    },
  });
  const headers = { range: "bytes=0-4095", accept: "*/*", "accept-encoding": "identity" };
  const rawRequest = async (url: string): Promise<string | null> => {
    const answer = await request(url, { dispatcher: agent, headers });
    await answer.body.arrayBuffer();
    const { location } = answer.headers;
    return typeof location === "string" ? location : null;
  };
  return {
    request: rawRequest,
    chain: async (start: string) => {
      for (let url: string | null = start; url !== null; ) url = await rawRequest(url);
    },
    handshake: () =>
      new Promise<void>((resolve, reject) => {
        const socket = open("a.test");
        socket.once("error", reject).once("secureConnect", () => {
          socket.getPeerX509Certificate();
          socket.destroy();
          resolve();
        });
      }),
    close: () => agent.close(),
  };
}

function buildOurs({ port, ca }: BenchServer) {
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.1")] }),
    judgeTls: buildTlsJudge({ trust: openTrustStore({ extraPem: [ca] }) }),
    connectTo: ["a.test", "b.test", "c.test"].map((name) => parseConnectTo(`${name}:443:127.0.0.1:${port}`)),
    ca: [ca],
  });
  const prober = buildProber({ egress, vantage: "bench" });
  return {
    probe: async (url: string, fresh: boolean) => {
      const target = { url, declaredType: "audio/mpeg", fresh };
      const { verdict, faults } = await prober.probeEnclosure(target);
      if (verdict !== "healthy") throw new Error(JSON.stringify(faults));
    },
    check: async () => {
      const { verdict, faults } = await prober.checkHost({ hostname: "a.test", port: 443, tls: true });
      if (verdict !== "healthy") throw new Error(JSON.stringify(faults));
    },
    close: () => egress.close(),
  };
}

/** Runs an operation over and over for a round; `cpuMs` gives the client's processor time so far. */
export function repeat(run: () => Promise<unknown>, cpuMs: () => number = ownCpuMs): Loop {
  return async (roundMs) => {
    // Connections that idled away while other loops had their turn are opened again first.
    await Promise.all(Array.from({ length: concurrency }, () => run()));
    let operations = 0;
    const cpuBefore = cpuMs();
    const startedAt = performance.now();
    const worker = async () => {
      while (performance.now() - startedAt < roundMs) {
        await run();
        operations += 1;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return { operations, wallMs: performance.now() - startedAt, cpuMs: cpuMs() - cpuBefore };
  };
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
