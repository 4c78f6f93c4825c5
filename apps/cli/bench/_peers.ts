import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { Agent, request } from "undici";
import { cpuMsOf, onCore } from "./_machine.ts";
import type { Measured } from "./_run-pipeline.ts";
import type { Stage } from "./_stage.ts";

/** What a loop over undici's `request` asks for, and how. */
export interface RawPlan {
  readonly urls: readonly string[];
  /** Requests in flight. */
  readonly atOnce: number;
  /** Connections to one host at most. */
  readonly perHost: number;
  readonly forMs: number;
}

/** What the transport alone can do, on core 0: see `_raw-loop.ts`. */
export async function runRawLoop(stage: Stage, { urls, atOnce, perHost, forMs }: RawPlan): Promise<Measured> {
  const file = new URL("_raw-loop.ts", import.meta.url).pathname;
  const urlsFile = `${stage.caFile}.urls`;
  writeFileSync(urlsFile, urls.join("\n"));
  const words = [file, stage.mediaPort, stage.caFile, urlsFile, atOnce, perHost, forMs].map(String);
  const [command = "", ...rest] = [...onCore(0), process.execPath, ...words];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  // Our own line.
  return JSON.parse(text) as Measured;
}

const concurrency = 64;

/**
 * blackbox_exporter on core 0, asked for the same ranges of the same files; null where it is not installed. It looks up
 * no name that way, and is told one host's name, which spares it more than it costs.
 */
export async function runBlackbox(
  stage: Stage,
  { urls, forMs }: Pick<RawPlan, "urls" | "forMs">,
): Promise<Measured | null> {
  if (spawnSync("prometheus-blackbox-exporter", ["--version"]).status !== 0) return null;
  const port = 20_000 + (process.pid % 20_000);
  const configFile = `${stage.caFile}.blackbox.yml`;
  writeFileSync(configFile, configurationOf(stage));
  const words = [
    `--config.file=${configFile}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=error",
  ];
  const [command = "", ...rest] = [...onCore(0), "prometheus-blackbox-exporter", ...words];
  const child = spawn(command, rest, { stdio: "ignore" });
  const agent = new Agent({ connections: concurrency });
  let asked = 0;
  const ask = async () => {
    const { pathname } = new URL(urls[asked++ % urls.length] ?? "");
    const target = encodeURIComponent(`https://127.0.0.1:${stage.mediaPort}${pathname}`);
    const url = `http://127.0.0.1:${port}/probe?module=range&target=${target}`;
    const text = await (await request(url, { dispatcher: agent })).body.text();
    if (!text.includes("probe_success 1")) throw new Error(`blackbox_exporter failed: ${text}`);
  };
  try {
    await untilListening(child, ask);
    const before = cpuMsOf(child.pid ?? 0);
    const startedAt = performance.now();
    let operations = 0;
    const worker = async () => {
      for (; performance.now() < startedAt + forMs; operations += 1) await ask();
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    const wallMs = performance.now() - startedAt;
    return { operations, wallMs, cpuMs: cpuMsOf(child.pid ?? 0) - before };
  } finally {
    await agent.close();
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

async function untilListening(child: ChildProcess, ask: () => Promise<void>): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error("blackbox_exporter ended");
    const isUp = await ask().then(
      () => true,
      () => false,
    );
    if (isUp) return;
  }
}

function configurationOf({ caFile }: Stage): string {
  return `
modules:
  range:
    prober: http
    http:
      headers: { Range: "bytes=0-4095", Host: media.cdn.test }
      valid_status_codes: [206]
      enable_http2: false
      preferred_ip_protocol: ip4
      tls_config: { ca_file: ${caFile}, server_name: media.cdn.test }
`;
}
