/**
 * Names of query (and path) parameters whose values are credentials or their terms: object stores, CDNs and hosts of
 * podcasts sign URLs with them. Lower case; a name that ends in `*` is a prefix.
 */
export const signedParameters: readonly string[] = [
  // Amazon S3 (signature versions 4 and 2) and CloudFront
  "x-amz-*",
  "awsaccesskeyid",
  "signature",
  "expires",
  "key-pair-id",
  "policy",
  // Google Cloud Storage and Azure Blob Storage
  "x-goog-*",
  "googleaccessid",
  "sig",
  "se",
  // Akamai, Highwinds (Libsyn), PRX Dovetail, Cloudflare, nginx secure_link
  "hdnts",
  "hdntl",
  "hdnea",
  "hmac",
  "hwt",
  "expiration",
  "exp",
  "le",
  "verify",
  "md5",
  // Anybody
  "token",
  "access_token",
  "auth",
  "authorization",
  "jwt",
  "secret",
  "password",
  "apikey",
  "api_key",
];
