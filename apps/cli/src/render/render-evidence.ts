import { isIP } from "node:net";
import type { Hop, Probe } from "@earshot/domain";
import { parseConnectTo } from "@earshot/egress";
import { defaultProbeLimits } from "@earshot/probe";
import { quote } from "shell-quote";
import type { NetworkOptions } from "../options/network-options.ts";
import { paint } from "./paint.ts";
import { showText } from "./show-text.ts";

/** What `--verbose` adds to a probe: headers and chain of each hop, the first bytes, and commands that show the same. */
export function renderEvidence(probe: Probe, routes: Routes): string {
  const lines = probe.hops.flatMap((hop, index) => renderHopEvidence(hop, index));
  if (probe.firstBytes !== null) lines.push(`     first bytes  ${probe.firstBytes}`);
  lines.push(...equivalentCommands(probe, routes).map((command) => paint.dim(`     $ ${command}`)));
  return lines.join("\n");
}

/** Where the caller sent the probe, so that the commands go the same way. */
export type Routes = Pick<NetworkOptions, "resolve" | "connectTo" | "cacert">;

/** Command lines, quoted for a POSIX shell, that let an engineer see for themselves what the probe saw. */
export function equivalentCommands(probe: Probe, routes: Routes): readonly string[] {
  if (probe.hops.length === 0) return [];
  const curl = [
    ...["curl", "-sS", "-L", "--max-redirs", String(hopsMax - 1), "--globoff", "--http1.1", "-r", "0-4095"],
    ...routes.resolve.flatMap((text) => ["--resolve", text]),
    ...routes.connectTo.flatMap((text) => ["--connect-to", text]),
    ...routes.cacert.flatMap((path) => ["--cacert", path]),
    ...["-D", "-", "-o", "/dev/null", new URL(probe.url).href],
  ];
  const handshakes = probe.hops.filter((hop) => hop.tls !== null).map((hop) => handshakeWords(hop, routes));
  // Without an end of its input openssl would wait for ever; a redirection is nothing to be quoted.
  return [quoteAll(curl), ...new Set(handshakes.map((words) => `${quoteAll(words)} </dev/null`))];
}

/** The library escapes what needs no escape either, such as the colons of a URL; a word of plain characters stays as it is. */
function quoteAll(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote([word]))).join(" ");
}

function handshakeWords(hop: Hop, routes: Routes): readonly string[] {
  const rule = routes.connectTo
    .map(parseConnectTo)
    .find((one) => (one.host ?? hop.host) === hop.host && (one.port ?? hop.port) === hop.port);
  const address = hop.address ?? hop.host;
  const target = `${address.includes(":") ? `[${address}]` : address}:${rule?.targetPort ?? hop.port}`;
  return [
    ...["openssl", "s_client", "-connect", target],
    ...(isIP(hop.host) === 0
      ? ["-servername", hop.host, "-verify_hostname", hop.host]
      : ["-verify_ip", hop.host]),
    ...(routes.cacert[0] === undefined ? [] : ["-CAfile", routes.cacert[0]]),
    "-showcerts",
  ];
}

const { hopsMax } = defaultProbeLimits;

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
