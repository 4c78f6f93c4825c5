import type { Verdict } from "@earshot/domain";

/** What was seen at one address of a host, in a fresh handshake. */
export interface AddressLook {
  readonly address: string;
  readonly verdict: Verdict;
  readonly codes: readonly string[];
  readonly version: string | null;
  readonly subject: string | null;
  readonly notAfter: string | null;
}

/** One request of a probe, without what may be another publisher's. */
export interface HopLook {
  readonly host: string;
  readonly address: string | null;
  readonly status: number | null;
  readonly totalMs: number | null;
}

/** One look, as far as it could be read: when, from where, what was found, and at which addresses or hops. */
export interface Look {
  readonly at: string | null;
  readonly vantage: string | null;
  readonly codes: readonly string[];
  readonly addresses: readonly AddressLook[];
  readonly hops: readonly HopLook[];
}

/** Reads a look of an incident's evidence: a probe or a host check, from which parts may have been left out. */
export function readLook(value: unknown): Look {
  const look = readObject(value);
  return {
    at: readText(look["at"]),
    vantage: readText(look["vantage"]),
    codes: readCodes(look["faults"]),
    addresses: readList(look["addresses"]).map(readAddress),
    hops: readList(look["hops"]).map(readHop),
  };
}

function readAddress(value: Readonly<Record<string, unknown>>): AddressLook {
  const tls = readObject(value["tls"]);
  const [leaf] = readList(tls["certificates"]);
  return {
    address: readText(value["address"]) ?? "unknown",
    verdict: readVerdict(value["verdict"]),
    codes: readCodes(value["faults"]),
    version: readText(tls["version"]),
    subject: readText(leaf?.["subject"]),
    notAfter: readText(leaf?.["notAfter"]),
  };
}

function readHop(value: Readonly<Record<string, unknown>>): HopLook {
  const { totalMs } = readObject(value["timings"]);
  return {
    host: readText(value["host"]) ?? "unknown",
    address: readText(value["address"]),
    status: typeof value["status"] === "number" ? value["status"] : null,
    totalMs: typeof totalMs === "number" ? totalMs : null,
  };
}

function readCodes(value: unknown): readonly string[] {
  return readList(value).flatMap(({ code }) => (typeof code === "string" ? [code] : []));
}

function readVerdict(value: unknown): Verdict {
  const known = (["healthy", "degraded", "unreachable"] as const).find((verdict) => verdict === value);
  return known ?? "inconclusive";
}

function readText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function readList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(readObject) : [];
}

function readObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
