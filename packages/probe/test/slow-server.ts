import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Authority, makeAuthority } from "@earshot/podcast-host";

/** How long each phase is made to take, in milliseconds. */
export interface PhaseDelays {
  readonly tlsMs: number;
  readonly firstByteMs: number;
  readonly bodyMs: number;
}

/** A TLS server for `slow.example` that takes its time in every phase and tells how long each really took. */
export interface SlowServer {
  readonly authority: Authority;
  /** Durations as the server saw them, each within the client's phase of the same name. */
  readonly tookMs: { tls: number; firstByte: number; body: number };
  close(): Promise<void>;
}

const windowBytes = 4_096;

/** Starts a slow server on 127.0.0.1 and this port. */
export async function startSlowServer(port: number, delays: PhaseDelays): Promise<SlowServer> {
  const authority = await makeAuthority();
  const { chainPem, keyPem } = await authority.issue({ names: ["slow.example"] });
  const tookMs = { tls: 0, firstByte: 0, body: 0 };
  const timed = async (phase: keyof typeof tookMs, ms: number) => {
    const startedAt = performance.now();
    await delay(ms);
    tookMs[phase] = performance.now() - startedAt;
  };
  const media = Buffer.alloc(windowBytes, 0);
  for (let offset = 0; offset + 417 <= media.length; offset += 417) media.writeUInt32BE(0xfffb9064, offset);
  const inner = createHttpsServer({ cert: chainPem, key: keyPem }, async (_request, response) => {
    await timed("firstByte", delays.firstByteMs);
    response.writeHead(206, { "content-range": "bytes 0-4095/9000000", "content-type": "audio/mpeg" });
    response.write(media.subarray(0, 1_000));
    await timed("body", delays.bodyMs);
    response.end(media.subarray(1_000));
  });
  const sockets = new Set<Socket>();
  const front = createServer(async (client) => {
    sockets.add(client.on("error", () => undefined));
    const [hello] = await once(client, "data");
    client.pause();
    await timed("tls", delays.tlsMs);
    const upstream = connect(portOf(inner), "127.0.0.1").on("error", () => undefined);
    sockets.add(upstream);
    upstream.write(hello);
    client.pipe(upstream).pipe(client);
  });
  inner.listen(0, "127.0.0.1");
  front.listen(port, "127.0.0.1");
  await Promise.all([once(inner, "listening"), once(front, "listening")]);
  return {
    authority,
    tookMs,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      inner.close();
      front.close();
      await Promise.all([once(inner, "close"), once(front, "close")]);
    },
  };
}

function portOf(server: Server): number {
  // A server that listens on TCP has an address of this kind.
  return (server.address() as AddressInfo).port;
}
