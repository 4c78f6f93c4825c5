import { signedParameters } from "./signed-parameters.ts";

const names = signedParameters.map((name) => name.replace("*", "[\\w-]*")).join("|");

// Signatures hold slashes, tildes and commas, so in a query only "&" ends a value; in a path a slash does (Akamai);
// and within a URL that is itself a parameter's value the delimiters are percent-encoded.
const inQuery = new RegExp(`([?&;](?:${names})=)[^&#\\s"'<>]+`, "gi");
const inPath = new RegExp(`([/~](?:${names})=)[^/~?#\\s"'<>]+`, "gi");
const inParameter = new RegExp(`((?:%3F|%26)(?:${names})%3D)(?:(?!%26|%23)[^&#\\s"'<>])+`, "gi");

/** Replaces the values of signed parameters in a URL, or in a header that holds URLs, by `redacted`; all else stays. */
export function redactSigned(text: string): string {
  // Most URLs hold no "=" at all.
  if (!text.includes("=") && !text.includes("%3")) return text;
  return text.replace(inQuery, "$1redacted").replace(inPath, "$1redacted").replace(inParameter, "$1redacted");
}

/** Whether a URL carries signed parameters, so that it is valid for one method and a short time only. */
export function isSigned(url: URL): boolean {
  return redactSigned(url.href) !== url.href;
}

/** A URL as it may be stored and shown: without user name and password, signed values redacted. */
export function redactUrl(url: URL): string {
  if (url.username === "" && url.password === "") return redactSigned(url.href);
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return redactSigned(bare.href);
}

/** A Set-Cookie header with the cookie's value left out. */
export function redactCookie(setCookie: string): string {
  return setCookie.replace(/^([^=;]*)=[^;]*/, "$1=redacted");
}
