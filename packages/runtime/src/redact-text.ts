/**
 * Query parameters that carry a signature or a credential: AWS Signature Version 4 and 2, CloudFront, Google Cloud
 * Storage, Azure shared access signatures, Akamai tokens, and the generic names.
 */
const signedParameters = [
  "x-amz-(?:signature|credential|security-token)",
  "x-goog-(?:signature|credential)",
  "awsaccesskeyid",
  "key-pair-id",
  "policy",
  "hdnt[sl]",
  "__token__",
  "(?:access_|auth_|id_|refresh_)?token",
  "(?:api_?|access_?)?key",
  "sig",
  "signature",
  "verify",
  "hmac",
  "secret",
  "password",
];

const rules: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`([?&;](?:${signedParameters.join("|")})=)[^&#;"'\\\\\\s<>]+`, "gi"), "$1[redacted]"],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"\\@]*@/gi, "$1[redacted]@"],
  [/\b(bearer|basic)\s+[\w.~+/-]{6,}=*/gi, "$1 [redacted]"],
  [/\bwhsec_[\w+/=-]+/g, "whsec_[redacted]"],
];

/** The same text without the values of signed query parameters, userinfo in URLs, bearer tokens and webhook secrets. */
export function redactText(text: string): string {
  return rules.reduce((redacted, [matcher, replacement]) => redacted.replace(matcher, replacement), text);
}
