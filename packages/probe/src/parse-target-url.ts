import { buildFault, type Fault } from "@earshot/domain";
import { quoteEvidence } from "./quote-evidence.ts";

/** A URL that may be requested, or the fault that says why not. */
export type TargetUrl =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly fault: Fault };

/** Reads a URL as a player would (WHATWG URL), accepting only http and https without user name or password. */
export function parseTargetUrl(text: string): TargetUrl {
  const url = URL.parse(text);
  if (url === null)
    return invalid(
      text.trim() === "" ? "The URL is empty." : `${quoteEvidence(text)} is not an absolute URL.`,
    );
  if (!isHttp(url))
    return invalid(`The scheme ${quoteEvidence(url.protocol.slice(0, -1))} is neither http nor https.`);
  if (hasUserinfo(url)) {
    return invalid(
      "The URL holds a user name or password. Those are refused, because they would be sent and stored.",
    );
  }
  return { ok: true, url };
}

/** Whether the scheme is http or https. */
export function isHttp(url: URL): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}

/** Whether the URL holds a user name or a password. */
export function hasUserinfo(url: URL): boolean {
  return url.username !== "" || url.password !== "";
}

function invalid(message: string): TargetUrl {
  return { ok: false, fault: buildFault("url.invalid", { message }) };
}
