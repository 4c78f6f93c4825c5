import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

/** What a scripted server does with one request: writes raw bytes, waits, closes or resets. */
export type Script = (socket: Socket, requestHead: string) => void;

/** A TCP server that answers each request by a script; nothing between the test and the bytes. */
export interface ScriptedServer {
  readonly port: number;
  /** Heads of the requests that came, in order. */
  readonly requests: string[];
  /** Connections accepted so far. */
  readonly connections: { count: number };
  close(): Promise<void>;
}

/** Starts a scripted server on a free port of 127.0.0.1. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const connections = { count: 0 };
  const server = createServer((socket) => {
    connections.count += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    let pending = "";
    socket.on("data", (chunk) => {
      pending += chunk.toString("latin1");
      for (let end = pending.indexOf("\r\n\r\n"); end >= 0; end = pending.indexOf("\r\n\r\n")) {
        const head = pending.slice(0, end);
        pending = pending.slice(end + 4);
        requests.push(head);
        script(socket, head);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: portOf(server), requests, connections, close: () => closeAll(server, sockets) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return (address satisfies AddressInfo).port;
}

async function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  server.close();
  for (const socket of sockets) socket.destroy();
  await once(server, "close");
}
