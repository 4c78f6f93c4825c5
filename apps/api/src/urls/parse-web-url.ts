import { isIP } from "node:net";

/** What a URL of ours is at most, in characters: what feeds, caches and the store's indexes take without trouble. */
export const urlCharactersMax = 2_048;

/** A URL that our services could request, or a sentence why not. */
export type WebUrl =
  | {
      readonly ok: true;
      readonly href: string;
      readonly secure: boolean;
      readonly hostname: string;
      readonly port: number;
      /** The host is an IP literal (in any spelling; WHATWG URL normalises them). */
      readonly isAddress: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/** Reads an http(s) URL as the WHATWG URL standard has it, without userinfo; a fragment is dropped, since it is never sent. */
export function parseWebUrl(text: string): WebUrl {
  const trimmed = text.trim();
  if (trimmed.length > urlCharactersMax) {
    return refuse(`The URL has ${trimmed.length} characters; at most ${urlCharactersMax} are accepted.`);
  }
  const url = URL.parse(trimmed);
  if (url === null)
    return refuse("This is not an absolute URL. Give one such as https://example.org/feed.xml.");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse(
      `The scheme "${url.protocol.slice(0, -1)}" is not supported. Give an https:// or http:// URL.`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    return refuse("The URL holds a user name or password, which would be stored and logged. Leave it out.");
  }
  url.hash = "";
  if (url.href.length > urlCharactersMax) {
    return refuse(
      `The URL has ${url.href.length} characters once encoded; at most ${urlCharactersMax} are accepted.`,
    );
  }
  return { ok: true, href: url.href, ...readAuthority(url) };
}

function readAuthority(url: URL) {
  const secure = url.protocol === "https:";
  const hostname = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  return { secure, hostname, port, isAddress: isIP(hostname) !== 0 };
}

function refuse(reason: string): WebUrl {
  return { ok: false, reason };
}
