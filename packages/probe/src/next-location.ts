import { buildFault, type Fault } from "@earshot/domain";
import type { HeaderMap } from "./hop-trace.ts";
import { hasUserinfo, isHttp } from "./parse-target-url.ts";
import { quoteEvidence } from "./quote-evidence.ts";
import { redactSigned } from "./redact-url.ts";

/** Where a redirect leads, or the fault that leaves it nowhere. */
export type NextLocation =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly fault: Fault };

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether a status is a redirect that players follow. */
export function isRedirect(status: number): boolean {
  return redirectStatuses.has(status);
}

/** Reads the Location of a redirect (RFC 9110 section 10.2.2), resolved against the URL that was requested. */
export function parseLocation(headers: HeaderMap, from: URL, hop: number): NextLocation {
  const raw = headers["location"] ?? "";
  const [location = "", ...others] = typeof raw === "string" ? [raw] : new Set(raw);
  if (location.trim() === "")
    return fail("redirect.invalid-location", "The redirect has no Location header.", hop);
  if (others.length > 0) {
    const values = [location, ...others].join(", ");
    const message = `The redirect has several Location headers: ${quoteEvidence(redactSigned(values))}.`;
    return fail("redirect.invalid-location", message, hop);
  }
  const url = URL.parse(asUtf8(location), from);
  if (url === null) {
    return fail(
      "redirect.invalid-location",
      `${quoteEvidence(redactSigned(location))} is not a URL that can be followed.`,
      hop,
    );
  }
  if (!isHttp(url)) {
    const message = `The redirect leads to the scheme ${quoteEvidence(url.protocol.slice(0, -1))}, which players do not follow.`;
    return fail("redirect.unsupported-scheme", message, hop);
  }
  if (hasUserinfo(url)) {
    return fail("redirect.invalid-location", "The redirect's target holds a user name or password.", hop);
  }
  return { ok: true, url };
}

/** Some servers put UTF-8 into headers, which HTTP reads as Latin-1; players take it for the UTF-8 it is. */
function asUtf8(location: string): string {
  if (!/[\u0080-\u00ff]/.test(location)) return location;
  const decoded = Buffer.from(location, "latin1").toString("utf8");
  return decoded.includes("\ufffd") ? location : decoded;
}

function fail(
  code: "redirect.invalid-location" | "redirect.unsupported-scheme",
  message: string,
  hop: number,
): NextLocation {
  return { ok: false, fault: buildFault(code, { message, hop }) };
}
