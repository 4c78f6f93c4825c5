import { buildFault, type Fault } from "@earshot/domain";
import { CookieStore } from "./cookie-store.ts";
import { isRedirect, parseLocation } from "./next-location.ts";
import type { ProbeDeps } from "./probe-deps.ts";
import { isSigned } from "./redact-url.ts";

/**
 * Sends HEAD from the enclosure URL along its redirects, as Apple's check does, and tells where one is refused. A
 * signed URL is signed for GET alone, so a refusal there says nothing.
 */
export async function probeHead(
  deps: ProbeDeps,
  terms: { readonly url: URL; readonly endsAt: number },
): Promise<Fault[]> {
  const cookies = new CookieStore();
  let url = terms.url;
  for (let hop = 0; hop < deps.limits.hopsMax; hop += 1) {
    const cookie = cookies.headerFor(url);
    const exchange = await deps.egress.exchange({
      url,
      method: "HEAD",
      headers: { accept: "*/*", "accept-encoding": "identity", ...(cookie === "" ? {} : { cookie }) },
      deadlineMs: Math.max(0, terms.endsAt - performance.now()),
    });
    // What went wrong otherwise is for the GET to tell; here only an answer counts.
    if (!exchange.ok) return [];
    exchange.body.release();
    if (isRedirect(exchange.status)) {
      const next = parseLocation(exchange.headers, url, hop);
      if (!next.ok) return [];
      cookies.take(exchange.headers, url);
      url = next.url;
      continue;
    }
    return isRefusal(exchange.status) && !isSigned(url) ? [rejected(exchange.status, hop)] : [];
  }
  return [];
}

function isRefusal(status: number): boolean {
  return status >= 400 && status !== 429 && status !== 503;
}

function rejected(status: number, hop: number): Fault {
  const message = `A HEAD request got status ${status} where GET is answered; Apple asks for HEAD.`;
  return buildFault("head.rejected", { message, hop });
}
