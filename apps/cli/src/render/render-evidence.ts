import type { Hop, Probe } from "@earshot/domain";
import { quote } from "shell-quote";
import { paint } from "./paint.ts";
import { showText } from "./show-text.ts";

/** What `--verbose` adds to a probe: headers and chain of each hop, the first bytes, and commands that show the same. */
export function renderEvidence(probe: Probe): string {
  const lines = probe.hops.flatMap((hop, index) => renderHopEvidence(hop, index));
  if (probe.firstBytes !== null) lines.push(`     first bytes  ${probe.firstBytes}`);
  lines.push(...equivalentCommands(probe).map((command) => paint.dim(`     $ ${command}`)));
  return lines.join("\n");
}

/** Command lines, quoted for a POSIX shell, that let an engineer see for themselves what the probe saw. */
export function equivalentCommands(probe: Probe): readonly string[] {
  const range = [
    "curl",
    "-sS",
    "-L",
    "--max-redirs",
    "10",
    "-r",
    "0-4095",
    "-D",
    "-",
    "-o",
    "/dev/null",
    probe.url,
  ];
  const handshakes = probe.hops
    .filter((hop) => hop.tls !== null)
    .map((hop) => [
      "openssl",
      "s_client",
      "-connect",
      `${hop.address ?? hop.host}:${hop.port}`,
      "-servername",
      hop.host,
      "-showcerts",
    ]);
  return [range, ...handshakes].map((words) => quote(words));
}

function renderHopEvidence(hop: Hop, index: number): string[] {
  const headers = Object.entries(hop.headers ?? {}).map(
    ([name, value]) => `     ${name}: ${showText(value, 400)}`,
  );
  const chain = (hop.tls?.certificates ?? []).flatMap((certificate) => [
    `     ${showText(certificate.subject, 100)}, issued by ${showText(certificate.issuer, 100)}`,
    `     sha256 ${certificate.fingerprint256}`,
    certificate.pem.trimEnd(),
  ]);
  return [paint.bold(`  ${index + 1}  ${showText(hop.url, 400)}`), ...headers, ...chain];
}
