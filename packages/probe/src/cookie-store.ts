import { CookieJar } from "tough-cookie";
import type { HeaderMap } from "./hop-trace.ts";

// A cookie with such a character is to be ignored whole (RFC 6265bis section 5.6 step 1); sent back it would be no header.
const controlCharacter = /[\p{Cc}--[\t\x80-\x9f]]/v;

/** The cookies of one probe: kept from hop to hop as a player would, and forgotten with it. */
export class CookieStore {
  // Most chains set no cookie, so the jar is made when the first one comes.
  #jar: CookieJar | null = null;

  /** The Cookie header for a URL; empty when there is none to send. */
  headerFor(url: URL): string {
    return this.#jar?.getCookieStringSync(url.href) ?? "";
  }

  /** Takes the cookies of a response; those that its host may not set, or that no request can carry, are ignored (RFC 6265 section 5.3). */
  take(headers: HeaderMap, url: URL): void {
    const cookies = [headers["set-cookie"] ?? []].flat();
    if (cookies.length === 0) return;
    this.#jar ??= new CookieJar(undefined, { looseMode: true });
    for (const cookie of cookies) {
      if (!controlCharacter.test(cookie)) this.#jar.setCookieSync(cookie, url.href, { ignoreError: true });
    }
  }
}
