import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, request } from "undici";
import { concurrency, type Loop, repeat } from "./_loops.ts";
import type { BenchServer } from "./_server.ts";

/** Loops over other people's tools, and a line for each tool that is missing here. */
export interface ToolLoops {
  readonly loops: Readonly<Record<string, Loop>>;
  readonly missing: readonly string[];
  close(): Promise<void>;
}

/** Finds curl and prometheus-blackbox-exporter, and builds the loops that drive them; `launcher` pins them. */
export async function buildToolLoops(server: BenchServer, launcher: readonly string[]): Promise<ToolLoops> {
  const directory = mkdtempSync(join(tmpdir(), "earshot-bench-"));
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, server.ca);
  const missing: string[] = [];
  const hasCurl = isInstalled("curl", missing);
  const blackbox = isInstalled("prometheus-blackbox-exporter", missing)
    ? await startBlackbox({ server, directory, caFile }, launcher)
    : null;
  return {
    loops: { ...(hasCurl ? curlLoops({ server, caFile }, launcher) : {}), ...blackbox?.loops },
    missing,
    close: async () => {
      await blackbox?.close();
      rmSync(directory, { recursive: true });
    },
  };
}

function isInstalled(command: string, missing: string[]): boolean {
  const isThere = spawnSync(command, ["--version"]).status === 0;
  if (!isThere)
    missing.push(`${command} is not installed, so it is left out (Debian: apt-get install ${command})`);
  return isThere;
}

interface CurlTerms {
  readonly server: BenchServer;
  readonly caFile: string;
}

function curlLoops(terms: CurlTerms, launcher: readonly string[]): Record<string, Loop> {
  const fresh = ["--no-sessionid", "-H", "Connection: close"];
  return {
    "curl --parallel, pooled": curlLoop(terms, launcher, ["https://c.test/no-tag.mp3"]),
    "curl --parallel -L, three hops": curlLoop(terms, launcher, ["-L", "https://a.test/r1"]),
    "curl --parallel, fresh": curlLoop(terms, launcher, [...fresh, "https://c.test/no-tag.mp3"]),
  };
}

/** Each round is one curl with as many URLs as the round before suggests, its start included as for any user. */
function curlLoop(
  { server, caFile }: CurlTerms,
  launcher: readonly string[],
  words: readonly string[],
): Loop {
  let urls = 400;
  const url = words.at(-1);
  const fixed = [
    ...["-sS", "--http1.1", "--parallel", "--parallel-max", String(concurrency), "-r", "0-4095"],
    ...["-o", "/dev/null", "-w", "%{http_code}\n", "--cacert", caFile],
    ...["--connect-to", `::127.0.0.1:${server.port}`, ...words.slice(0, -1)],
  ];
  return async (roundMs) => {
    const asked = urls;
    const command = [...launcher, "curl", ...fixed, `${url}?[1-${asked}]`];
    const startedAt = performance.now();
    // The shell's `times` tells what its children used.
    const shell = spawn("sh", ["-c", '"$@"; times >&2', "sh", ...command], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [statuses, times] = await Promise.all([textOf(shell, "stdout"), textOf(shell, "stderr")]);
    const wallMs = performance.now() - startedAt;
    const operations = statuses.split("\n").filter((status) => status === "206").length;
    if (operations < asked) throw new Error(`curl got ${operations} of ${asked} ranges: ${times}`);
    urls = Math.max(100, Math.round((asked * roundMs) / wallMs));
    return { operations, wallMs, cpuMs: childrenCpuMs(times) };
  };
}

async function textOf(child: ChildProcess, name: "stdout" | "stderr"): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of child[name] ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The second line of `times`, such as `0m1.203s 0m0.412s`. */
function childrenCpuMs(times: string): number {
  const line = times.trim().split("\n").at(-1) ?? "";
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1_000,
    0,
  );
}

interface BlackboxTerms extends CurlTerms {
  readonly directory: string;
}

async function startBlackbox(terms: BlackboxTerms, launcher: readonly string[]) {
  const { server, directory } = terms;
  const port = 20_000 + (process.pid % 20_000);
  const configFile = join(directory, "blackbox.yml");
  writeFileSync(configFile, blackboxConfig(terms.caFile));
  const words = [
    `--config.file=${configFile}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=error",
  ];
  const [command = "", ...rest] = [...launcher, "prometheus-blackbox-exporter", ...words];
  const child = spawn(command, rest, { stdio: "ignore" });
  const agent = new Agent({ connections: concurrency });
  const ask = async (module: string, target: string) => {
    const url = `http://127.0.0.1:${port}/probe?module=${module}&target=${encodeURIComponent(target)}`;
    const text = await (await request(url, { dispatcher: agent })).body.text();
    if (!text.includes("probe_success 1")) throw new Error(`blackbox_exporter failed at ${target}: ${text}`);
  };
  const handshake = () => ask("handshake", `127.0.0.1:${server.port}`);
  while (
    child.exitCode === null &&
    !(await handshake().then(
      () => true,
      () => false,
    ))
  );
  const cpuMs = () => cpuMsOf(child);
  return {
    loops: {
      "blackbox_exporter tcp+tls": repeat(handshake, cpuMs),
      "blackbox_exporter http, fresh": repeat(
        () => ask("range", `https://127.0.0.1:${server.port}/no-tag.mp3`),
        cpuMs,
      ),
    },
    close: async () => {
      await agent.close();
      child.kill();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

function blackboxConfig(caFile: string): string {
  const tls = `{ ca_file: ${caFile}, server_name: c.test }`;
  return `
modules:
  handshake: { prober: tcp, tcp: { tls: true, preferred_ip_protocol: ip4, tls_config: ${tls} } }
  range:
    prober: http
    http:
      headers: { Range: "bytes=0-4095", Host: c.test }
      valid_status_codes: [206]
      enable_http2: false
      preferred_ip_protocol: ip4
      tls_config: ${tls}
`;
}

/** User and system time of a process, from the 14th and 15th field of its stat file, in ticks of 10 ms (proc(5)). */
function cpuMsOf(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
