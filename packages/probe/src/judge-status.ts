import { buildFault, type Fault } from "@earshot/domain";
import { type HeaderMap, headerOf } from "./hop-trace.ts";
import { objectStoreErrorCode } from "./object-store-error.ts";
import { boundEvidence } from "./quote-evidence.ts";

// Headers by which a bot challenge says that it is one. Prose ("please wait…") proves nothing and is never read.
const challengeHeaders: readonly { readonly name: string; readonly values: RegExp; readonly by: string }[] = [
  { name: "cf-mitigated", values: /^(challenge|block)/i, by: "Cloudflare" },
  { name: "x-amzn-waf-action", values: /^(challenge|captcha)/i, by: "AWS WAF" },
  { name: "x-vercel-mitigated", values: /^(challenge|deny)/i, by: "Vercel" },
];

/** Whether an answer with these headers is a challenge to bots instead of the file. */
export function isBotChallenge(headers: HeaderMap): boolean {
  return findChallenge(headers) !== undefined;
}

function findChallenge(headers: HeaderMap) {
  return challengeHeaders.find(({ name, values }) => values.test(headerOf(headers, name) ?? ""));
}

/** The fault of an answer that is a challenge to bots instead of the file; null when it is none. */
export function challengeFaultOf(headers: HeaderMap, hop: number): Fault | null {
  const challenge = findChallenge(headers);
  if (!challenge) return null;
  const message = `${challenge.by} answered our monitor with a challenge to bots (${challenge.name}), so we cannot tell what listeners get.`;
  return buildFault("http.forbidden", { message, hop });
}

/** The fault of a final status that is neither 200 nor 206. `body` is what was read of the answer. */
export function statusFaultOf(
  answer: { readonly status: number; readonly headers: HeaderMap },
  body: Uint8Array,
  hop: number,
): Fault {
  const { status, headers } = answer;
  if (status === 401 || status === 403) return forbiddenFaultOf(status, body, hop);
  if (status === 404) return buildFault("http.not-found", { hop });
  if (status === 410) return buildFault("http.gone", { hop });
  if (status === 416) return unsatisfiable(headers, hop);
  if (status === 429) return rateLimited(headers, hop);
  if (status >= 400 && status < 500) {
    return buildFault("http.client-error", {
      hop,
      message: `The server refuses this request with status ${status}.`,
    });
  }
  if (status >= 500 && status < 600) return serverFaultOf(status, headers, hop);
  const message = `The server answered with status ${status}, which is neither a file, a redirect nor an error.`;
  return buildFault("http.unexpected-status", { hop, message });
}

function forbiddenFaultOf(status: number, body: Uint8Array, hop: number): Fault {
  const code = objectStoreErrorCode(body);
  if (code === null) {
    const message = `The server refuses our monitor with status ${status}; listeners' apps may be let in.`;
    return buildFault("http.forbidden", { hop, message });
  }
  const message = `The object store refuses the file with status ${status} and code ${code}, to apps as to us.`;
  return buildFault("http.forbidden", { hop, message, severity: "outage", doubt: false });
}

function unsatisfiable(headers: HeaderMap, hop: number): Fault {
  const range = headerOf(headers, "content-range");
  const told = range === null ? "" : ` (Content-Range: ${boundEvidence(range)})`;
  return buildFault("range.unsatisfiable", {
    hop,
    message: `The server says that even the first bytes are out of range${told}.`,
  });
}

function rateLimited(headers: HeaderMap, hop: number): Fault {
  const after = headerOf(headers, "retry-after");
  const told = after === null ? "" : `, Retry-After: ${boundEvidence(after)}`;
  return buildFault("http.rate-limited", {
    hop,
    message: `The server asks us to slow down (429${told}); nothing is known about listeners.`,
  });
}

function serverFaultOf(status: number, headers: HeaderMap, hop: number): Fault {
  const after = headerOf(headers, "retry-after");
  if (status === 503 && after !== null) {
    const message = `The server is busy (503) and asks to come back later (Retry-After: ${boundEvidence(after)}).`;
    return buildFault("http.server-error", { hop, message, doubt: true });
  }
  return buildFault("http.server-error", { hop, message: `The server failed with status ${status}.` });
}
