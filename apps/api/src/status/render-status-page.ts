import escapeHtml from "escape-html";
import type { StatusItem } from "./read-status.ts";

const headlines: Readonly<Record<StatusItem["state"], string>> = {
  operational: "Listeners hear this show",
  degraded: "Listeners hear this show, and something should be fixed",
  outage: "Listeners cannot hear all of this show",
  unknown: "It is not known yet whether listeners hear this show",
};

const kinds: Readonly<Record<StatusItem["incidents"][number]["kind"], string>> = {
  certificate: "A certificate was no longer valid",
  host: "A server could not be reached as it should be",
  feed: "The feed or its audio could not be had",
};

/** A feed's status as a page without scripts, which reloads itself every minute. */
export function renderStatusPage(status: StatusItem, stylesheet: string): string {
  const title = escapeHtml(status.title ?? "A podcast");
  const { enclosures } = status;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="refresh" content="60" />
    <title>${title}: ${status.state}</title>
    <link rel="stylesheet" href="${escapeHtml(stylesheet)}" />
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p class="state state-${status.state}">${headlines[status.state]}</p>
      <dl>
        <div><dt>Episodes</dt><dd>${status.episodes}</dd></div>
        <div><dt>Audio files that are heard</dt><dd>${enclosures.healthy + enclosures.degraded} of ${enclosures.total}</dd></div>
        <div><dt>Last checked</dt><dd>${status.checkedAt === null ? "not yet" : renderTime(status.checkedAt)}</dd></div>
      </dl>
      <h2>Incidents of the last 90 days</h2>
      ${renderIncidents(status.incidents)}
      <footer><p>Watched by Earshot. Times are UTC.</p></footer>
    </main>
  </body>
</html>
`;
}

function renderIncidents(incidents: StatusItem["incidents"]): string {
  if (incidents.length === 0) return "<p>None.</p>";
  const entries = incidents.map(({ kind, since, resolvedAt }) => {
    const end = resolvedAt === null ? "<strong>not over yet</strong>" : `until ${renderTime(resolvedAt)}`;
    return `<li>${kinds[kind]}: from ${renderTime(since)}, ${end}</li>`;
  });
  return `<ol>${entries.join("")}</ol>`;
}

function renderTime(iso: string): string {
  return `<time datetime="${iso}">${iso.slice(0, "2026-01-01T00:00".length).replace("T", " ")}</time>`;
}
