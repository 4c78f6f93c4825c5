// Object stores and CDNs (S3, CloudFront, Google, Azure) answer errors in one XML form, whatever their Content-Type.
const errorDocument =
  /^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?<Error\b[^>]*>[\s\S]*?<Code>\s*([A-Za-z.]{1,80})\s*<\/Code>/;

// Codes by which a store asks for patience, so that nobody can tell what a listener gets.
const throttling = new Set([
  "SlowDown",
  "RequestThrottled",
  "ServerBusy",
  "TooManyRequests",
  "RequestTimeTooSkewed",
]);

/**
 * The code of an object store's error document, such as `AccessDenied`, or null when the body is none or only asks
 * for patience. A store knows no bots: what it denies us it denies every listener.
 */
export function objectStoreErrorCode(body: Uint8Array): string | null {
  const code = errorDocument.exec(new TextDecoder().decode(body))?.[1] ?? null;
  return code === null || throttling.has(code) ? null : code;
}
