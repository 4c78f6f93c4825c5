import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Endpoint } from "../src/race-addresses.ts";

/** An address that accepts no further connection and refuses none: a connect to it hangs. */
export interface SilentListener {
  readonly endpoint: Endpoint;
  close(): Promise<void>;
}

const program = `
const server = require("node:net").createServer(() => {});
server.listen({ port: 0, host: "127.0.0.6", backlog: 1 }, () => process.stdout.write(String(server.address().port)));
`;

/** Starts a listener in a process of its own, stops that process, and fills the kernel's queue of connections for it. */
export async function startSilentListener(): Promise<SilentListener> {
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(child.stdout, "data")).map(Number);
  if (port === undefined) throw new Error("the listener told no port");
  child.kill("SIGSTOP");
  const fillers: Socket[] = [];
  for (;;) {
    const socket = connect({ host: "127.0.0.6", port }).on("error", () => undefined);
    fillers.push(socket);
    const isAccepted = await Promise.race([
      once(socket, "connect").then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 150)),
    ]);
    if (!isAccepted) break;
  }
  return {
    endpoint: { address: "127.0.0.6", family: 4, port },
    close: async () => {
      for (const socket of fillers) socket.destroy();
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
