import type { Hop, Probe } from "@earshot/domain";
import { equivalentCommands } from "@earshot/probe";
import type { NetworkOptions } from "../options/network-options.ts";
import { paint } from "./paint.ts";
import { showText } from "./show-text.ts";

/** What `--verbose` adds to a probe: headers and chain of each hop, the first bytes, and commands that show the same. */
export function renderEvidence(
  probe: Probe,
  routes: Pick<NetworkOptions, "resolve" | "connectTo" | "cacert">,
): string {
  const lines = probe.hops.flatMap((hop, index) => renderHopEvidence(hop, index));
  if (probe.firstBytes !== null) lines.push(`     first bytes  ${probe.firstBytes}`);
  lines.push(...equivalentCommands(probe, routes).map((command) => paint.dim(`     $ ${command}`)));
  return lines.join("\n");
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
