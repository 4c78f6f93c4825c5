import { accessSync, constants } from "node:fs";
import ipaddr from "ipaddr.js";
import ms from "ms";
import { z } from "zod";

type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** A schema over the text of one variable. The problem completes the sentence "NAME: …". */
function textSchema<T>(parse: (text: string) => Parsed<T>) {
  return z.string().transform((text, context): T => {
    const parsed = parse(text.trim());
    if ("value" in parsed) return parsed.value;
    context.addIssue({ code: "custom", message: parsed.problem });
    return z.NEVER;
  });
}

/** A schema over comma-separated entries; white space around an entry and empty entries are dropped. */
function listSchema<T>(parse: (entry: string) => Parsed<T>) {
  return textSchema<readonly T[]>((text) => {
    const entries = text
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "");
    const parsed = entries.map(parse);
    const problems = parsed.flatMap((one) => ("problem" in one ? [one.problem] : []));
    if (problems.length > 0) return { problem: problems.join("; ") };
    return { value: parsed.flatMap((one) => ("value" in one ? [one.value] : [])) };
  });
}

const quote = (text: string): string => JSON.stringify(text);

/** Longest duration accepted: one year, so that a slip such as `60000m` is caught. */
const durationMsMax = 366 * 24 * 60 * 60 * 1000;

function parseDuration(text: string, minMs: number): Parsed<number> {
  const durationMs = /^\d+(\.\d+)?\s*(ms|s|m|h|d|w)$/.test(text) ? ms(text as ms.StringValue) : undefined;
  if (durationMs === undefined) {
    return {
      problem: `${quote(text)} is no duration; write a number with a unit, such as 500ms, 2s, 1m, 6h or 30d`,
    };
  }
  if (durationMs < minMs || durationMs > durationMsMax) {
    return {
      problem: `${quote(text)} is out of range; give a duration from ${ms(minMs)} to ${ms(durationMsMax)}`,
    };
  }
  return { value: durationMs };
}

/** A duration with a unit, such as `2s`, in milliseconds. */
export const duration = (minMs: number) => textSchema((text) => parseDuration(text, minMs));

/** Durations separated by commas, in milliseconds. */
export const durations = listSchema((entry) => parseDuration(entry, 0));

/** A number within bounds, whole unless said otherwise. */
export function number(bounds: { min: number; max: number; whole: boolean }) {
  return textSchema((text): Parsed<number> => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max && (!bounds.whole || Number.isInteger(value)))
      return { value };
    const kind = bounds.whole ? "whole number" : "number";
    return { problem: `${quote(text)} will not do; give a ${kind} from ${bounds.min} to ${bounds.max}` };
  });
}

/** A URL of one of the given schemes, as written. The text itself is not repeated, since it may hold a password. */
export function url(schemes: readonly string[]) {
  return textSchema((text): Parsed<string> => {
    const known = URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1));
    const wanted = schemes.map((scheme) => `${scheme}://`).join(" or ");
    return known ? { value: text } : { problem: `is no URL that begins with ${wanted}` };
  });
}

/** Text that matches a pattern; `wanted` says what would do. */
export function pattern(matcher: RegExp, wanted: string) {
  return textSchema(
    (text): Parsed<string> =>
      matcher.test(text) ? { value: text } : { problem: `${quote(text)} will not do; give ${wanted}` },
  );
}

/** As `pattern`, for a value that must not be repeated in a message. */
export function secretPattern(matcher: RegExp, wanted: string) {
  return textSchema(
    (text): Parsed<string> =>
      matcher.test(text) ? { value: text } : { problem: `will not do; give ${wanted}` },
  );
}

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[]) {
  return textSchema((text): Parsed<W> => {
    const value = words.find((word) => word === text);
    return value === undefined ? { problem: `${quote(text)} is none of ${words.join(", ")}` } : { value };
  });
}

/** Keys of thirty-two bytes each, in hexadecimal (64 digits) or base64 (RFC 4648, either alphabet, padded or not); at least one. */
export const keys32 = listSchema((text): Parsed<Buffer> => {
  if (/^[0-9a-f]{64}$/i.test(text)) return { value: Buffer.from(text, "hex") };
  const bytes = /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0);
  if (bytes.length === 32) return { value: bytes };
  return { problem: "is not 32 bytes in base64 or hexadecimal; make one with: openssl rand -base64 32" };
}).refine((keys) => keys.length > 0, { message: "names no key; make one with: openssl rand -base64 32" });

/** A file that this process may read; its content is judged by whoever uses it. */
export const readableFile = textSchema((path): Parsed<string> => {
  try {
    accessSync(path, constants.R_OK);
    return { value: path };
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return { problem: `cannot read ${quote(path)} (${reason}); give a file that exists and is readable` };
  }
});

/** A host name or IP address, with or without a port, or an http(s) URL. */
const endpointList = listSchema((entry): Parsed<string> => {
  const text = /^https?:\/\//.test(entry) ? entry : `https://${entry}`;
  if (URL.canParse(text) && new URL(text).username === "" && !/\s/.test(entry)) return { value: entry };
  return { problem: `${quote(entry)} is neither a host (example.org, example.org:8443) nor an http(s) URL` };
});

/** Origins of web pages: a scheme and a host, with a port where it is not the scheme's own. */
export const origins = listSchema((entry): Parsed<string> => {
  if (/^https?:/.test(entry) && URL.parse(entry)?.origin === entry) return { value: entry };
  return { problem: `${quote(entry)} is no origin; write one as browsers do, such as https://example.org` };
});

/** Fewer cannot tell our own network from theirs: one bad host would outvote the other. */
const canariesMin = 3;

/** Hosts or URLs, none or at least three. */
export const canaries = endpointList.refine(
  (entries) => entries.length === 0 || entries.length >= canariesMin,
  {
    message: `name none, or at least ${canariesMin} in different networks`,
  },
);

/** Address ranges, each `CIDR` or `CIDR:port`, such as `10.0.0.0/8` or `::1/128:8443`. */
export const addressRanges = listSchema((entry): Parsed<string> => {
  const [, cidr, port] = /^(.+\/\d+)(?::(\d+))?$/.exec(entry) ?? [];
  if (cidr !== undefined && ipaddr.isValidCIDR(cidr) && isPort(port ?? "1")) return { value: entry };
  return { problem: `${quote(entry)} is no address range; write 10.0.0.0/8, 127.0.0.1/32:8443 or fd00::/8` };
});

/** Networks by their addresses, each a CIDR, or one address alone; never everybody at once. */
export const networks = listSchema((entry): Parsed<string> => {
  const isOne = ipaddr.IPv4.isValidFourPartDecimal(entry) || ipaddr.IPv6.isValid(entry);
  const [, prefix] = /\/(\d+)$/.exec(entry) ?? [];
  if (isOne || (prefix !== undefined && Number(prefix) > 0 && ipaddr.isValidCIDR(entry)))
    return { value: entry };
  return { problem: `${quote(entry)} is no network; write 10.0.0.0/8, 192.0.2.7 or fd00::/8` };
});

/** Name servers, each an address or `address:port`, an IPv6 address before a port in brackets. */
export const nameServers = listSchema((entry): Parsed<string> => {
  const [, v6, v4, port = "53"] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(entry) ?? [];
  const address = v6 ?? v4 ?? entry;
  if (ipaddr.isValid(address) && isPort(port)) return { value: entry };
  return {
    problem: `${quote(entry)} is no name server; write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353`,
  };
});

/** Overrides as in curl's `--resolve`, one address each: `host:port:address`; an empty host or port matches any. */
export const resolveEntries = listSchema((entry): Parsed<string> => {
  const [, host, port, address] = /^(\[[^\]]*\]|[^:]*):(\d*):(.+)$/.exec(entry) ?? [];
  const isShaped = host !== undefined && isHostOrEmpty(host) && isPortOrEmpty(port);
  if (isShaped && ipaddr.isValid((address ?? "").replace(/^\[(.*)\]$/, "$1"))) return { value: entry };
  return { problem: `${quote(entry)} is not host:port:address (media.example.org:443:192.0.2.7)` };
});

/** Overrides as in curl's `--connect-to`: `host:port:address:port`; an empty part matches any, or changes nothing. */
export const connectToEntries = listSchema((entry): Parsed<string> => {
  const matcher = /^(\[[^\]]*\]|[^:]*):(\d*):(\[[^\]]*\]|[^:]*):(\d*)$/;
  const [, host, port, toHost, toPort] = matcher.exec(entry) ?? [];
  const isShaped = [host, toHost].every((name) => name !== undefined && isHostOrEmpty(name));
  if (isShaped && isPortOrEmpty(port) && isPortOrEmpty(toPort)) return { value: entry };
  return { problem: `${quote(entry)} is not host:port:address:port (media.example.org:443:127.0.0.1:8443)` };
});

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function isPortOrEmpty(text: string | undefined): boolean {
  return text === "" || (text !== undefined && isPort(text));
}

function isHostOrEmpty(text: string): boolean {
  if (text.startsWith("[")) return ipaddr.IPv6.isValid(text.slice(1, -1));
  return text === "" || text === "*" || (!/[\s/@?#]/.test(text) && URL.canParse(`https://${text}`));
}
