/** An enclosure's URL resolved, with what is to be said about it. */
export interface ResolvedUrl {
  readonly url: string | null;
  /** Why the URL cannot be used, or what had to be tolerated; null when it is as it should be. */
  readonly complaint: string | null;
}

/** A URL that is certainly valid and in its normal form, as nearly all are: parsing them all costs more than reading. */
const plainUrl =
  /^https?:\/\/(?:(?!xn--)[a-z0-9][a-z0-9-]{0,60}\.){1,8}[a-z]{2,20}\/[\w~!$&'()*+,;=:@%./?#-]*$/;
const schemePattern = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Makes an enclosure URL absolute as a player would request it. A clean absolute URL is left exactly as it stands;
 * spaces, characters beyond ASCII and relative forms are resolved by the WHATWG URL standard. `base` is the URL of
 * the feed or of an `xml:base`, or null.
 */
export function resolveEnclosureUrl(raw: string, base: string | null): ResolvedUrl {
  const text = raw.trim();
  if (plainUrl.test(text)) return { url: text, complaint: null };
  if (text === "") return { url: null, complaint: "The enclosure's URL is empty." };
  const shown = text.slice(0, 200);
  if (
    /^https?:\/\/[^/?#@\\]+\.?(?:[/?#]|$)/i.test(text) &&
    /^[\x21-\x7e]+$/.test(text) &&
    !/["<>\\^`{}|]/.test(text)
  ) {
    return URL.canParse(text)
      ? { url: text, complaint: null }
      : { url: null, complaint: `The enclosure URL "${shown}" is malformed.` };
  }
  // An attribute that swallowed the markup after it.
  if (/<[\s\S]*\s|\s[\s\S]*</.test(shown))
    return { url: null, complaint: `The enclosure URL "${shown}" is malformed.` };
  const url = parse(text, base);
  if (url === null) return { url: null, complaint: whyUnusable(text, base) };
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return {
      url: null,
      complaint: `The enclosure URL "${shown}" is not http or https, so players cannot request it.`,
    };
  }
  if (url.hostname === "") return { url: null, complaint: `The enclosure URL "${shown}" names no host.` };
  return { url: url.href, complaint: toleranceOf(text, url) };
}

function parse(text: string, base: string | null): URL | null {
  // Without a base, a URL that only lacks its scheme is taken as https, which players try first.
  if (base === null && text.startsWith("//")) return URL.parse(`https:${text}`);
  return base === null ? URL.parse(text) : URL.parse(text, base);
}

function whyUnusable(text: string, base: string | null): string {
  const shown = text.slice(0, 200);
  const relative = !schemePattern.test(text) && base === null;
  return relative
    ? `The enclosure URL "${shown}" is relative, and nothing says to what.`
    : `The enclosure URL "${shown}" is malformed.`;
}

function toleranceOf(text: string, url: URL): string | null {
  const shown = text.slice(0, 200);
  if (text.startsWith("//"))
    return `The enclosure URL "${shown}" has no scheme; some apps cannot request it.`;
  if (!schemePattern.test(text))
    return `The enclosure URL "${shown}" is relative; Apple and many apps cannot request it.`;
  if (url.username !== "" || url.password !== "")
    return "The enclosure URL contains a user name or password, which apps and this monitor refuse.";
  if (/\s/.test(text))
    return `The enclosure URL "${shown}" contains white space; some apps cannot request it.`;
  if (/[^\x20-\x7e]/.test(text))
    return `The enclosure URL "${shown}" contains characters beyond ASCII, which Apple refuses.`;
  if (/["<>\\^`{}|]/.test(text))
    return `The enclosure URL "${shown}" contains characters that must be percent-encoded.`;
  return text === url.href ? null : `The enclosure URL "${shown}" is not in its normal form.`;
}
