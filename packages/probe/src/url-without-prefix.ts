import { hostOf } from "./hop-trace.ts";
import { knownHostOf } from "./host-roles.ts";

const mediaExtension = /\.(mp3|m4a|m4b|mp4|m4v|mov|aac|ogg|oga|opus|wav|flac|webm|m3u8|ts)$/i;
const hostName = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*(:\d{1,5})?$/i;

/**
 * The URL that a known tracking prefix would redirect to, read from its path (`/track/media.example/1.mp3` or
 * `/e/https://media.example/1.mp3`); null when the host is no known prefix or its path holds no other host.
 */
export function urlWithoutPrefix(url: URL): URL | null {
  if (knownHostOf(hostOf(url))?.role !== "prefix") return null;
  const path = url.pathname;
  // Some servers collapse the two slashes of an embedded scheme into one.
  const scheme = /\/(https?):\/{1,2}(?=[^/])/i.exec(path);
  if (scheme) return parse(`${scheme[1]}://${path.slice(scheme.index + scheme[0].length)}${url.search}`);
  const segments = path.split("/").slice(1);
  const at = segments.findIndex((segment) => hostName.test(segment) && !mediaExtension.test(segment));
  if (at < 0 || at === segments.length - 1) return null;
  return parse(`https://${segments.slice(at).join("/")}${url.search}`);
}

function parse(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && url.username === "" && url.password === "" ? url : null;
}
