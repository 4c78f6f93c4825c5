// A dot-atom of RFC 5322 §3.2.3, letters of other scripts included (RFC 6531): quoted local parts, comments and lists of
// addresses have no business here.
const address = /^[^\s\p{Cc}<>()[\]\\,;:@"]+@[^\s\p{Cc}<>()[\]\\,;:@"]+$/u;

/**
 * An e-mail address as the URL of its endpoint (RFC 6068). Throws for what is no address, of which nothing may be
 * written into an envelope.
 */
export function mailtoUrlOf(text: string): URL {
  if (!address.test(text)) throw new TypeError("This is no e-mail address.");
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return new URL(`mailto:${encodeURIComponent(local).replaceAll("%2B", "+")}@${domain}`);
}

/** The address that `mailtoUrlOf` made the URL of. */
export function addressOfMailto(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}
