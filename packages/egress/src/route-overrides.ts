import { isIP } from "node:net";

/** `--resolve host:port:address[,address…]`: what a name stands for, instead of asking the DNS. Null matches any. */
export interface ResolveOverride {
  readonly host: string | null;
  readonly port: number | null;
  readonly addresses: readonly string[];
}

/** `--connect-to host:port:target:port`: where to connect instead. Null in the first two matches any, in the last two keeps. */
export interface ConnectTo {
  readonly host: string | null;
  readonly port: number | null;
  readonly targetHost: string | null;
  readonly targetPort: number | null;
}

/**
 * Reads `host:port:address`, as curl's `--resolve`. An empty host or port (or `*`) matches any; several addresses are
 * separated by commas; IPv6 may stand in brackets. Throws an Error that names the input.
 */
export function parseResolveOverride(text: string): ResolveOverride {
  // A leading "+" tells curl for how long the address is good, which makes no difference here.
  const match = /^\+?(\[[^\]]*\]|[^:]*):([^:]*):(.+)$/.exec(text.trim());
  if (!match) throw notResolve(text);
  const addresses = (match[3] ?? "").split(",").map((address) => unbracket(address.trim()));
  if (addresses.some((address) => isIP(address) === 0)) throw notResolve(text);
  return { host: hostOf(match[1]), port: portOf(match[2], () => notResolve(text)), addresses };
}

/** Reads `host:port:address:port`, as curl's `--connect-to`. Empty parts match any or keep. Throws an Error. */
export function parseConnectTo(text: string): ConnectTo {
  const match = /^(\[[^\]]*\]|[^:]*):([^:]*):(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(text.trim());
  if (!match) throw notConnectTo(text);
  return {
    host: hostOf(match[1]),
    port: portOf(match[2], () => notConnectTo(text)),
    targetHost: hostOf(match[3]),
    targetPort: portOf(match[4], () => notConnectTo(text)),
  };
}

/** Whether an override's host and port match a destination. Names are compared without case and trailing dot. */
export function isOverrideFor(
  override: { readonly host: string | null; readonly port: number | null },
  host: string,
  port: number,
): boolean {
  if (override.port !== null && override.port !== port) return false;
  return override.host === null || override.host === canonicalHost(host);
}

function canonicalHost(host: string): string {
  return unbracket(host).toLowerCase().replace(/\.$/, "");
}

function hostOf(text: string | undefined): string | null {
  const host = canonicalHost(text ?? "");
  return host === "" || host === "*" ? null : host;
}

function portOf(text: string | undefined, error: () => Error): number | null {
  if (text === undefined || text === "" || text === "*") return null;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw error();
  return port;
}

function unbracket(host: string): string {
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}

function notResolve(text: string): Error {
  return new Error(`"${text}" is not host:port:address, such as media.example:443:192.0.2.7`);
}

function notConnectTo(text: string): Error {
  return new Error(`"${text}" is not host:port:address:port, such as media.example:443:127.0.0.1:8443`);
}
