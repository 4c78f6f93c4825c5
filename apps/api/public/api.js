const storageKey = "earshot-api-key";

/** An answer of the API that is a problem (RFC 9457). */
export class ApiError extends Error {
  constructor(status, body) {
    super(describe(status, body));
    this.status = status;
  }
}

function describe(status, body) {
  if (body === null) return `The server answered ${status}.`;
  const fields = (body.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
  return fields.length > 0 ? fields.join(" ") : (body.detail ?? body.title);
}

/** The key of this tab, or null. */
export function readKey() {
  return sessionStorage.getItem(storageKey);
}

/** Keeps the key for as long as this tab lives; null forgets it. */
export function saveKey(key) {
  if (key === null) sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, key);
}

/** One request to the API; throws ApiError when it is refused. */
export async function call(method, path, body) {
  const headers = { authorization: `Bearer ${readKey()}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  const response = await fetch(path, {
    method,
    headers,
    cache: "no-store",
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const parsed = isJson ? await response.json() : null;
  if (!response.ok) throw new ApiError(response.status, parsed);
  return parsed;
}
