/** A small client of Earshot's own HTTP API, as a publisher's script would have it. */
export interface ApiClient {
  /** POSTs JSON and gives the answer's JSON. Throws when the answer is no 2xx. */
  post(path: string, body: unknown): Promise<Record<string, unknown>>;
  get(path: string): Promise<Record<string, unknown>>;
}

/** Opens a client for one API key. */
export function openApiClient(baseUrl: string, key: string): ApiClient {
  async function call(path: string, init: RequestInit): Promise<Record<string, unknown>> {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(init.body != null && { "content-type": "application/json" }),
    };
    const response = await fetch(new URL(path, baseUrl), { ...init, headers });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${init.method} ${path} answered ${response.status}: ${detailOf(text)}`);
    }
    return JSON.parse(text) as Record<string, unknown>;
  }
  return {
    post: (path, body) => call(path, { method: "POST", body: JSON.stringify(body) }),
    get: (path) => call(path, { method: "GET" }),
  };
}

/** What a problem says (RFC 9457); the whole answer where it is none. */
function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: unknown };
    return typeof detail === "string" ? detail : text;
  } catch {
    return text.slice(0, 300);
  }
}
