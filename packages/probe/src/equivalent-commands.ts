import { isIP } from "node:net";
import type { Probe } from "@earshot/domain";
import { parseConnectTo } from "@earshot/egress";
import { quote } from "shell-quote";
import { defaultProbeLimits } from "./limits.ts";

/** Where the caller sent a probe, so that the commands go the same way. */
export interface CommandRoutes {
  readonly resolve: readonly string[];
  readonly connectTo: readonly string[];
  readonly cacert: readonly string[];
}

/** A server to shake hands with, at the address that was seen. */
export interface HandshakeTarget {
  readonly host: string;
  readonly port: number;
  readonly address: string | null;
}

const nowhere: CommandRoutes = { resolve: [], connectTo: [], cacert: [] };
const { hopsMax } = defaultProbeLimits;

/** Command lines, quoted for a POSIX shell, that let an engineer see for themselves what the probe saw. */
export function equivalentCommands(probe: Probe, routes: CommandRoutes = nowhere): readonly string[] {
  if (probe.hops.length === 0) return [];
  const curl = [
    ...["curl", "-sS", "-L", "--max-redirs", String(hopsMax - 1), "--globoff", "--http1.1", "-r", "0-4095"],
    ...routes.resolve.flatMap((text) => ["--resolve", text]),
    ...routes.connectTo.flatMap((text) => ["--connect-to", text]),
    ...routes.cacert.flatMap((path) => ["--cacert", path]),
    ...["-D", "-", "-o", "/dev/null", new URL(probe.url).href],
  ];
  const secure = probe.hops.filter((hop) => hop.tls !== null);
  return [quoteAll(curl), ...handshakeCommands(secure, routes)];
}

/** The handshakes alone, each once: what shows the chain that a server serves. */
export function handshakeCommands(
  targets: readonly HandshakeTarget[],
  routes: CommandRoutes = nowhere,
): readonly string[] {
  // Without an end of its input openssl would wait for ever; a redirection is nothing to be quoted.
  return [...new Set(targets.map((target) => `${quoteAll(handshakeWords(target, routes))} </dev/null`))];
}

/** The library escapes what needs no escape either, such as the colons of a URL; a word of plain characters stays as it is. */
function quoteAll(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote([word]))).join(" ");
}

function handshakeWords(target: HandshakeTarget, routes: CommandRoutes): readonly string[] {
  const { host, port } = target;
  const rule = routes.connectTo
    .map(parseConnectTo)
    .find((one) => (one.host ?? host) === host && (one.port ?? port) === port);
  const address = target.address ?? host;
  const server = `${address.includes(":") ? `[${address}]` : address}:${rule?.targetPort ?? port}`;
  return [
    ...["openssl", "s_client", "-connect", server],
    ...(isIP(host) === 0 ? ["-servername", host, "-verify_hostname", host] : ["-verify_ip", host]),
    ...(routes.cacert[0] === undefined ? [] : ["-CAfile", routes.cacert[0]]),
    "-showcerts",
  ];
}
