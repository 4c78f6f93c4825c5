import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Authority, buildMedia, makeAuthority } from "@earshot/podcast-host";

/** Whether Debian's nginx is installed here: a media server that knows nothing of us. */
export const hasNginx = spawnSync("nginx", ["-v"]).status === 0;

/** A running nginx with an episode at `/a.mp3` (its ID3 tag is large) and at `/no-tag.mp3`, for any name that its certificate covers. */
export interface NginxServer {
  readonly port: number;
  readonly authority: Authority;
  close(): Promise<void>;
}

/**
 * Starts nginx on a free port with `names` on its certificate and `locations` in its configuration. `launcher` is put
 * before its command line.
 */
export async function startNginx(
  names: readonly string[],
  locations: string,
  launcher: readonly string[] = [],
): Promise<NginxServer> {
  const directory = mkdtempSync(join(tmpdir(), "earshot-nginx-"));
  // nginx's worker runs as another user than root.
  chmodSync(directory, 0o755);
  const authority = await makeAuthority();
  const { chainPem, keyPem } = await (await authority.issueIntermediate()).issue({ names });
  mkdirSync(join(directory, "media"));
  for (const [name, id3Bytes] of [
    ["a.mp3", 20_000],
    ["no-tag.mp3", 0],
  ] as const) {
    const media = buildMedia({ kind: "mp3", totalBytes: 500_000, id3Bytes });
    writeFileSync(join(directory, "media", name), media.read(0, media.totalBytes));
  }
  writeFileSync(join(directory, "media", "empty.mp3"), "");
  writeFileSync(join(directory, "chain.pem"), chainPem);
  writeFileSync(join(directory, "key.pem"), keyPem);
  const port = await freePort();
  writeFileSync(join(directory, "nginx.conf"), configuration(directory, port, locations));
  const words = ["nginx", "-p", directory, "-c", join(directory, "nginx.conf"), "-e", "stderr"];
  const [command = "nginx", ...rest] = [...launcher, ...words];
  const child = spawn(command, rest, { stdio: "ignore" });
  await untilListening(port, child);
  return {
    port,
    authority,
    close: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      rmSync(directory, { recursive: true });
    },
  };
}

function configuration(directory: string, port: number, locations: string): string {
  return `
daemon off; master_process off; pid ${directory}/pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  types { audio/mpeg mp3; text/html html; }
  access_log off; keepalive_requests 1000000;
  client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy; fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi; scgi_temp_path ${directory}/scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${directory}/chain.pem; ssl_certificate_key ${directory}/key.pem;
    ssl_protocols TLSv1.2 TLSv1.3; ssl_session_tickets off;
    root ${directory}/media;
    ${locations}
  }
}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
  }
  throw new Error(`nginx ended with code ${child.exitCode}`);
}
