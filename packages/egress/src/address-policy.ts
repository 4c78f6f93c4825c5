import ipaddr from "ipaddr.js";
import { badPorts } from "./bad-ports.ts";

/** A range of addresses, as `parseAddressRange` reads it. Without a port it covers all of them. */
export interface AddressRange {
  readonly network: ipaddr.IPv4 | ipaddr.IPv6;
  readonly prefixLength: number;
  readonly port: number | null;
}

/** What the policy says about one address and port; `reason` is a clause that completes "… was not contacted: it is". */
export type AddressJudgement =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

/** Judges what a connection would really reach. Pure and synchronous, so it can sit right before the socket. */
export interface AddressPolicy {
  /** Judges an IP address (any spelling ipaddr.js reads) and the port to be connected to. */
  judge(address: string, port: number): AddressJudgement;
  /** Judges a port before anything is looked up, by the same rule as `judge`. */
  judgePort(port: number): AddressJudgement;
  /** Judges a host name before it is looked up: the names of one's own machine are refused (RFC 6761 section 6.3). */
  judgeName(hostname: string): AddressJudgement;
}

/** What an address policy is built from. */
export interface AddressPolicyOptions {
  /** Ranges that may be contacted although they are not public. One with a port also lifts the rule on bad ports. */
  readonly allow?: readonly AddressRange[];
  /** Ranges always refused unless an `allow` entry covers them: our own interfaces, the store, the queue. */
  readonly own?: readonly AddressRange[];
}

const allowed: AddressJudgement = { allowed: true };

/**
 * Reads `CIDR` or `CIDR:port`, such as `10.0.0.0/8`, `127.0.0.1:8443`, `fd00::/8` or `[::1]:8080`. A single address
 * is a range of one. Throws an Error that names the input.
 */
export function parseAddressRange(text: string): AddressRange {
  const { range, port } = splitPort(text.trim(), text);
  const [address, prefix, ...rest] = range.split("/");
  if (address === undefined || rest.length > 0 || !ipaddr.isValid(address)) throw notARange(text);
  // "127.1" and "0x7f.1" are addresses to ipaddr.js, but in a rule they are more likely a slip of the pen.
  if (!address.includes(":") && !ipaddr.IPv4.isValidFourPartDecimal(address)) throw notARange(text);
  const parsed = ipaddr.parse(address);
  const bits = parsed.kind() === "ipv4" ? 32 : 128;
  const prefixLength = prefix === undefined ? bits : Number(prefix);
  if (prefix === "" || !Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > bits) {
    throw notARange(text);
  }
  return { network: parsed, prefixLength, port };
}

function splitPort(trimmed: string, text: string): { range: string; port: number | null } {
  const bracketed = /^\[([^\]]*)\](\/\d+)?(?::(\d+))?$/.exec(trimmed);
  if (bracketed) return { range: `${bracketed[1]}${bracketed[2] ?? ""}`, port: portOf(bracketed[3], text) };
  const colons = trimmed.split(":").length - 1;
  if (colons === 1) {
    const [range = "", port] = trimmed.split(":");
    return { range, port: portOf(port, text) };
  }
  // "fd00::/8:443" can only mean a port, because nothing but digits may follow the slash.
  const suffixed = /^(.*\/\d+):(\d+)$/.exec(trimmed);
  return suffixed
    ? { range: suffixed[1] ?? "", port: portOf(suffixed[2], text) }
    : { range: trimmed, port: null };
}

function portOf(text: string | undefined, whole: string): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw notARange(whole);
  return port;
}

function notARange(text: string): Error {
  return new Error(
    `"${text}" is not an address range; write CIDR or CIDR:port, such as 10.0.0.0/8, 127.0.0.1:8443 or [::1]:8080`,
  );
}

/** Builds the policy: public unicast addresses and ports that browsers allow, plus `allow`, minus `own`. */
export function buildAddressPolicy(options: AddressPolicyOptions = {}): AddressPolicy {
  const allow = options.allow ?? [];
  const own = options.own ?? [];
  return {
    judge: (address, port) => judgeAddress({ allow, own }, address, port),
    judgePort: (port) => (allow.some((range) => range.port === port) ? allowed : judgePort(port)),
    judgeName,
  };
}

function judgePort(port: number): AddressJudgement {
  if (!badPorts.has(port)) return allowed;
  return { allowed: false, reason: `port ${port} is one that web clients refuse` };
}

function judgeAddress(rules: Required<AddressPolicyOptions>, text: string, port: number): AddressJudgement {
  if (!ipaddr.isValid(text)) return { allowed: false, reason: `${text} is not an IP address` };
  const parsed = ipaddr.parse(text);
  // A zone (fe80::1%eth0) picks an interface of this machine: never something a stranger may choose.
  if (parsed.kind() === "ipv6" && text.includes("%")) {
    return { allowed: false, reason: `${text} names a network interface of this machine` };
  }
  const address = ipaddr.process(text);
  const granted = rules.allow.filter((range) => covers(range, address, port));
  if (granted.some((range) => range.port !== null)) return allowed;
  const portJudgement = judgePort(port);
  if (!portJudgement.allowed) return portJudgement;
  if (granted.length > 0) return allowed;
  if (rules.own.some((range) => covers(range, address, port))) {
    return { allowed: false, reason: `${text} is an address of the monitor itself` };
  }
  const range = specialRangeOf(address);
  return range === null ? allowed : { allowed: false, reason: `${text} is not a public address (${range})` };
}

function covers(range: AddressRange, address: ipaddr.IPv4 | ipaddr.IPv6, port: number): boolean {
  if (range.port !== null && range.port !== port) return false;
  if (range.network.kind() !== address.kind()) return false;
  return address.match(range.network, range.prefixLength);
}

// Public by number, but answered inside a cloud by its own metadata and health services.
const cloudServices = new Map([["168.63.129.16", "the Azure platform"]]);

/** The name of the special-purpose range (IANA registries for IPv4 and IPv6) that holds the address; null if public. */
function specialRangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string | null {
  const service = cloudServices.get(address.toString());
  if (service !== undefined) return service;
  const range = address.range();
  if (range !== "unicast") return range;
  if (address.kind() === "ipv4") return null;
  // IANA has given out global unicast from 2000::/3 only, so all else is reserved, IPv4-compatible ::/96 included.
  return address.match(globalUnicast) ? null : "reserved";
}

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

const localNames = new Set([
  "localhost",
  "localhost.localdomain",
  "localhost6",
  "ip6-localhost",
  "ip6-loopback",
]);

function judgeName(hostname: string): AddressJudgement {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  if (!localNames.has(name) && !name.endsWith(".localhost")) return allowed;
  return { allowed: false, reason: `"${hostname}" is a name for the machine itself` };
}
