/** An enclosure's URL resolved, with what is to be said about it. */
export interface ResolvedUrl {
  readonly url: string | null;
  /** Why the URL cannot be used, or what had to be tolerated, and what to do; null when it is as it should be. */
  readonly complaint: string | null;
}

/** A URL that is certainly valid and in its normal form, as nearly all are: parsing them all costs more than reading. */
const plainUrl =
  /^https?:\/\/(?:(?!xn--)[a-z0-9][a-z0-9-]{0,60}\.){1,8}[a-z]{2,20}\/[\w~!$&'()*+,;=:@%./?#-]*$/;
const schemePattern = /^[a-z][a-z0-9+.-]*:/i;
/** A host that is really the scheme of a second URL. */
const doubledScheme = /^https?:\/\/https?(?:\/\/|:\/)/i;
/** A URL in quotes, angle brackets, a CDATA section or invisible characters, none of which an attribute's value has. */
const wrappedUrl =
  /^(?:<!\[CDATA\[|["'<“”„‘’«\u200b-\u200f\u2060\ufeff]+)\s*(https?:\/\/.*?)\s*(?:\]\]>|["'>“”’»\u200b-\u200f\u2060\ufeff]+)?$/is;
/** Longer URLs are not looked at for what they stand in, which may take time that grows with the square. */
const wrappedCharsMax = 2_000;

/**
 * Makes an enclosure URL absolute as a player would request it. A clean absolute URL is left exactly as it stands;
 * spaces, characters beyond ASCII and relative forms are resolved by the WHATWG URL standard. `base` is the URL of
 * the feed or of an `xml:base`, or null.
 */
export function resolveEnclosureUrl(raw: string, base: string | null): ResolvedUrl {
  const text = raw.trim();
  if (plainUrl.test(text)) return { url: text, complaint: null };
  if (text === "") return { url: null, complaint: "The enclosure's URL is empty. Name the file's full URL." };
  const inner = text.length > wrappedCharsMax ? undefined : wrappedUrl.exec(text)?.[1];
  if (inner !== undefined) {
    const { url } = resolveEnclosureUrl(inner, base);
    const complaint = `The enclosure URL "${shorten(text)}" stands in quotes, brackets or a CDATA section; most apps cannot request it. Write the URL alone.`;
    return { url, complaint };
  }
  if (isCleanAbsolute(text)) {
    if (!URL.canParse(text)) return { url: null, complaint: malformed(text) };
    return { url: text, complaint: doubledScheme.test(text) ? doubled(text) : null };
  }
  // An attribute that swallowed the markup after it.
  if (/<[\s\S]*\s|\s[\s\S]*</.test(shorten(text))) return { url: null, complaint: malformed(text) };
  const url = parse(text, base);
  if (url === null) return { url: null, complaint: whyUnusable(text, base) };
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return {
      url: null,
      complaint: `The enclosure URL "${shorten(text)}" is not http or https, so players cannot request it. Serve the file over https.`,
    };
  }
  if (url.hostname === "") return { url: null, complaint: malformed(text) };
  return { url: url.href, complaint: toleranceOf(text, url) };
}

/** Whether a URL names scheme and host and has no character that would have to be rewritten. */
function isCleanAbsolute(text: string): boolean {
  return (
    /^https?:\/\/[^/?#@\\]+\.?(?:[/?#]|$)/i.test(text) &&
    /^[\x21-\x7e]+$/.test(text) &&
    !/["<>\\^`{}|]/.test(text)
  );
}

function parse(text: string, base: string | null): URL | null {
  // One with a scheme refers to nothing else, though slashes may be missing after it (RFC 3986 §5.2.2).
  if (base === null || /^https?:/i.test(text)) {
    // Without a base, a URL that only lacks its scheme is taken as https, which players try first.
    return URL.parse(text.startsWith("//") ? `https:${text}` : text);
  }
  return URL.parse(text, base);
}

const shorten = (text: string) => text.slice(0, 200);
const malformed = (text: string) =>
  `The enclosure URL "${shorten(text)}" is malformed. Write it as https://host/path.`;
const doubled = (text: string) =>
  `The enclosure URL "${shorten(text)}" names its scheme twice, so apps look for a host of that name. Write it once.`;

function whyUnusable(text: string, base: string | null): string {
  const relative = !schemePattern.test(text) && base === null;
  return relative
    ? `The enclosure URL "${shorten(text)}" is relative, and nothing says to what. Write the full URL.`
    : malformed(text);
}

function toleranceOf(text: string, url: URL): string | null {
  const shown = `The enclosure URL "${shorten(text)}"`;
  if (text.startsWith("//"))
    return `${shown} has no scheme; some apps cannot request it. Begin it with https://.`;
  if (!schemePattern.test(text))
    return `${shown} is relative; Apple and many apps cannot request it. Write the full URL.`;
  if (url.username !== "" || url.password !== "")
    return "The enclosure URL contains a user name or password, which apps and this monitor refuse. Serve the file without one.";
  if (/\s/.test(text))
    return `${shown} contains white space; some apps cannot request it. Write a space as %20.`;
  if (/[^\x20-\x7e]/.test(text))
    return `${shown} contains characters beyond ASCII, which Apple refuses. Percent-encode them; write a host in Punycode.`;
  if (/["<>\\^`{}|]/.test(text))
    return `${shown} contains characters that must be percent-encoded. Encode them.`;
  return text === url.href ? null : `${shown} is not in its normal form. Write it as ${shorten(url.href)}.`;
}
