import type { Monitor } from "../compose/open-monitor.ts";

/** What `earshot serve` says once it listens: where, the first API key, and what to try next. */
export function renderWelcome(monitor: Monitor): string {
  const { url } = monitor.api;
  const kept =
    monitor.bootstrap === null ? "from EARSHOT_BOOTSTRAP_KEY" : `kept in ${monitor.bootstrap.path}`;
  const key = monitor.bootstrap === null ? "$EARSHOT_BOOTSTRAP_KEY" : monitor.bootstrapKey;
  return `
  Earshot is listening at ${url}
  API key of the first account: ${key} (${kept})

  Try next:
    open ${url} in a browser, and enter the key
    curl -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
      -d '{"url":"https://example.com/podcast/feed.xml"}' ${url}/v1/feeds
    curl -H "Authorization: Bearer ${key}" ${url}/v1/incidents
    the API in full: ${url}/openapi.json
`;
}
