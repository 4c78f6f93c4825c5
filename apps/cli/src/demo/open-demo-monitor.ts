import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PodcastHost } from "@earshot/podcast-host";
import { type Logger, readEnv, type Scope } from "@earshot/runtime";
import { type Monitor, openMonitor } from "../compose/open-monitor.ts";

/**
 * Opens a monitor of its own in a temporary directory, removed at the end, that sees nothing of the world but the
 * synthetic host: every name leads there, its authority is trusted, and loopback is allowed.
 */
export async function openDemoMonitor(scope: Scope, host: PodcastHost, log: Logger): Promise<Monitor> {
  const dataDir = await mkdtemp(join(tmpdir(), "earshot-demo-"));
  scope.onClose("data directory", () => rm(dataDir, { recursive: true, force: true }));
  const caFile = join(dataDir, "authority.pem");
  await writeFile(caFile, host.caPem);
  const env = readEnv({
    PORT: "0",
    EARSHOT_DATA_DIR: dataDir,
    EARSHOT_EXTRA_CA_FILE: caFile,
    EARSHOT_CONNECT_TO: host.connectTo.join(","),
    EARSHOT_ALLOW_ADDRESSES: "127.0.0.0/8",
    EARSHOT_WEBHOOK_ALLOW_ADDRESSES: "127.0.0.0/8",
    EARSHOT_HOST_RATE: "50",
    EARSHOT_HOST_PERIOD: "2s",
    LOG_LEVEL: "warn",
  });
  return openMonitor(scope, { env, log, clock: () => new Date() });
}
