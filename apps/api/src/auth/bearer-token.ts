/** What an Authorization header holds: a bearer token, none, or something that is no bearer token. */
export type BearerToken =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "absent" }
  | { readonly kind: "malformed" };

const tokenCharactersMax = 512;

/** Reads `Authorization: Bearer <token>` (RFC 6750 section 2.1; the scheme's name is case-insensitive). */
export function readBearerToken(header: string | undefined): BearerToken {
  if (header === undefined) return { kind: "absent" };
  if (header.length > tokenCharactersMax) return { kind: "malformed" };
  const token = /^bearer +([\x21-\x7e]+) *$/i.exec(header)?.[1];
  return token === undefined ? { kind: "malformed" } : { kind: "token", token };
}
