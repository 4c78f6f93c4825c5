import type { Verdict } from "@earshot/domain";

type Json = Readonly<Record<string, unknown>>;

/** One certificate of a served chain. */
export interface CertificateLook {
  readonly fingerprint256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Where the time of a request or of a handshake went, in milliseconds. */
export type TimingsLook = Readonly<
  Record<"dnsMs" | "connectMs" | "tlsMs" | "firstByteMs" | "totalMs", number | null>
>;

/** What was seen at one address of a host, in a fresh handshake. */
export interface AddressLook {
  readonly address: string;
  readonly verdict: Verdict;
  readonly codes: readonly string[];
  readonly version: string | null;
  readonly timings: TimingsLook;
  /** As served, leaf first. */
  readonly certificates: readonly CertificateLook[];
}

/** One request of a probe, without what may be another publisher's. */
export interface HopLook {
  readonly host: string;
  readonly port: number;
  readonly address: string | null;
  readonly status: number | null;
  readonly httpVersion: string | null;
  readonly version: string | null;
  readonly timings: TimingsLook;
  readonly certificates: readonly CertificateLook[];
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** One look, as far as it could be read: when, from where, what was found, and at which addresses or hops. */
export interface Look {
  readonly at: string | null;
  readonly vantage: string | null;
  readonly codes: readonly string[];
  /** What was found, in words. */
  readonly messages: readonly string[];
  readonly addresses: readonly AddressLook[];
  readonly hops: readonly HopLook[];
  /** The first bytes that came, hexadecimal. */
  readonly firstBytes: string | null;
}

/** Reads a look of an incident's evidence: a probe or a host check, from which parts may have been left out. */
export function readLook(value: unknown): Look {
  const look = readObject(value);
  return {
    at: readText(look["at"]),
    vantage: readText(look["vantage"]),
    codes: readTexts(look["faults"], "code"),
    messages: [...new Set(readTexts(look["faults"], "message"))],
    addresses: readList(look["addresses"]).map(readAddress),
    hops: readList(look["hops"]).map(readHop),
    firstBytes: readText(look["firstBytes"]),
  };
}

function readAddress(value: Json): AddressLook {
  const tls = readObject(value["tls"]);
  return {
    address: readText(value["address"]) ?? "unknown",
    verdict: readVerdict(value["verdict"]),
    codes: readTexts(value["faults"], "code"),
    version: readText(tls["version"]),
    timings: readTimings(value["timings"]),
    certificates: readList(tls["certificates"]).flatMap(readCertificate),
  };
}

function readHop(value: Json): HopLook {
  const tls = readObject(value["tls"]);
  const headers = Object.entries(readObject(value["headers"]));
  return {
    host: readText(value["host"]) ?? "unknown",
    port: readNumber(value["port"]) ?? 443,
    address: readText(value["address"]),
    status: readNumber(value["status"]),
    httpVersion: readText(value["httpVersion"]),
    version: readText(tls["version"]),
    timings: readTimings(value["timings"]),
    certificates: readList(tls["certificates"]).flatMap(readCertificate),
    headers: headers.map(([name, text]) => [name, String(text)] as const),
  };
}

/** One that lacks what a certificate must have is left out; the whole record is shown besides. */
function readCertificate(value: Json): readonly CertificateLook[] {
  const [fingerprint256, subject, issuer] = ["fingerprint256", "subject", "issuer"].map((key) =>
    readText(value[key]),
  );
  const [notBefore, notAfter] = ["notBefore", "notAfter"].map((key) => readInstant(value[key]));
  if (fingerprint256 == null || subject == null || issuer == null) return [];
  if (notBefore == null || notAfter == null) return [];
  const names = value["subjectAltNames"];
  const subjectAltNames = Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  return [{ fingerprint256, subject, issuer, subjectAltNames, notBefore, notAfter }];
}

function readTimings(value: unknown): TimingsLook {
  const timings = readObject(value);
  const keys = ["dnsMs", "connectMs", "tlsMs", "firstByteMs", "totalMs"] as const;
  const [dnsMs = null, connectMs = null, tlsMs = null, firstByteMs = null, totalMs = null] = keys.map((key) =>
    readNumber(timings[key]),
  );
  return { dnsMs, connectMs, tlsMs, firstByteMs, totalMs };
}

function readTexts(value: unknown, key: string): readonly string[] {
  return readList(value).flatMap((one) => readText(one[key]) ?? []);
}

function readVerdict(value: unknown): Verdict {
  const known = (["healthy", "degraded", "unreachable"] as const).find((verdict) => verdict === value);
  return known ?? "inconclusive";
}

function readNumber(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function readText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function readInstant(value: unknown): string | null {
  const text = readText(value);
  return text === null || Number.isNaN(Date.parse(text)) ? null : text;
}

function readList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(readObject) : [];
}

function readObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
