import { spawn } from "node:child_process";
import { once } from "node:events";
import { hasNginx, startNginx } from "@earshot/podcast-host";

/** A media server for `a.test`, `b.test` and `c.test`, pinned to a core of its own. */
export interface BenchServer {
  /** What serves, for the report. */
  readonly name: string;
  readonly port: number;
  /** The authority of its certificate, in PEM. */
  readonly ca: string;
  close(): Promise<void>;
}

const locations = `
location = /r1 { return 302 https://b.test/r2; }
location = /r2 { return 302 https://c.test/no-tag.mp3; }
`;

/** Starts nginx where it is installed, else a server in Node; `launcher` is put before the command line. */
export async function startBenchServer(launcher: readonly string[]): Promise<BenchServer> {
  if (!hasNginx) return startNodeServer(launcher);
  const server = await startNginx(["a.test", "b.test", "c.test"], locations, launcher);
  return { name: "nginx", port: server.port, ca: server.authority.rootPem, close: server.close };
}

async function startNodeServer(launcher: readonly string[]): Promise<BenchServer> {
  const file = new URL("server/media-server.ts", import.meta.url).pathname;
  const [command = process.execPath, ...words] = [...launcher, process.execPath, file];
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const [line] = await once(child.stdout ?? process.stdin, "data");
  // Our own server's first line.
  const { port, ca } = JSON.parse(String(line)) as { port: number; ca: string };
  return {
    name: "node:https (nginx is not installed; Debian has it as nginx-light)",
    port,
    ca,
    close: async () => child.disconnect(),
  };
}
