import type { Hop } from "@earshot/domain";
import type { Exchange } from "@earshot/egress";
import { redactCookie, redactSigned, redactUrl } from "./redact-url.ts";
import { roundTimings } from "./round-timings.ts";

const headersMax = 64;
const headerValueMax = 1_000;
const locationMax = 8_000;

/** A hop as it is recorded, from its URL and its exchange. `totalMs` runs from the hop's start to the last byte read. */
export function buildHop(url: URL, exchange: Exchange, totalMs: number): Hop {
  const { connection } = exchange;
  return {
    url: redactUrl(url).slice(0, locationMax),
    host: hostOf(url),
    port: portOf(url),
    address: connection.address,
    family: connection.family,
    status: exchange.ok ? exchange.status : null,
    location: exchange.ok ? locationEvidence(exchange.headers["location"]) : null,
    httpVersion: exchange.ok ? exchange.httpVersion : null,
    timings: roundTimings(exchange.timings, totalMs),
    tls: connection.tls,
    reused: connection.reused,
    headers: exchange.ok ? recordHeaders(exchange.headers) : null,
  };
}

/** Host name of a URL, an IPv6 address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
}

/** Port of an http or https URL. */
export function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

/** One header's value, repeated ones joined as RFC 9110 section 5.3 has it; null when absent. */
export function headerOf(headers: HeaderMap, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return typeof value === "string" ? value : value.join(", ");
}

/** Headers as an exchange gives them. */
export type HeaderMap = Readonly<Record<string, string | string[] | undefined>>;

function locationEvidence(location: string | string[] | undefined): string | null {
  return location === undefined ? null : printable(safeValue(location, redactSigned).slice(0, locationMax));
}

/** A tolerant reading lets control characters through, which neither a terminal nor a database should see. */
function printable(text: string): string {
  // A Unicode property costs as much as all the rest of recording a hop, and is hardly ever needed.
  return /^[ -~]*$/.test(text) ? text : text.replace(/\p{Cc}/gu, "\ufffd");
}

function recordHeaders(headers: HeaderMap): Record<string, string> {
  const recorded: Record<string, string> = {};
  let count = 0;
  for (const name in headers) {
    if (count++ === headersMax) break;
    const redact = name === "set-cookie" ? redactCookie : redactSigned;
    recorded[name] = printable(safeValue(headers[name] ?? "", redact).slice(0, headerValueMax));
  }
  return recorded;
}

function safeValue(value: string | string[], redact: (text: string) => string): string {
  return typeof value === "string" ? redact(value) : value.map(redact).join(", ");
}
