import type { IncomingHttpHeaders } from "node:http";

/** Where a request comes from: a page of ours, another site's, or a program that does not say. */
export type RequestOrigin = "own" | "foreign" | "unknown";

/**
 * Judges where a browser says that a request comes from. `Sec-Fetch-Site` cannot be set by a page (W3C Fetch Metadata);
 * browsers send it over https and to loopback, and `Origin` with every write elsewhere (Fetch standard, section 3.2).
 */
export function judgeOrigin(headers: IncomingHttpHeaders, publicOrigin: string): RequestOrigin {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" ? "own" : "foreign";
  const { origin, host } = headers;
  if (origin === undefined) return "unknown";
  return origin === publicOrigin || URL.parse(origin)?.host === host ? "own" : "foreign";
}
