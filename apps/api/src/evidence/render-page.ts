import { formatInstant } from "@earshot/domain";
import type { EvidenceBundle } from "./build-bundle.ts";
import { pageStyle } from "./page-style.ts";
import { renderLook } from "./render-look.ts";
import { html, type Markup } from "./write-html.ts";

/** The evidence of an incident as one page of HTML that stands alone and prints well. */
export function renderPage(bundle: EvidenceBundle): string {
  const { incident, headline } = bundle;
  const body = html`
<header>
  <h1>${headline}</h1>
  <p class="soft">Seen from outside by Earshot, a monitor of podcasts. Incident ${incident.id}, as of ${when(bundle.generatedAt)}.</p>
</header>
${renderFacts(bundle)}
${renderFaults(bundle)}
${renderAffected(bundle)}
${bundle.looks.map(renderLook)}
<footer class="soft"><p>All times are UTC. Fingerprints are SHA-256.</p></footer>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${html`${headline}`.text}</title><style>${pageStyle}</style></head>
<body>${body.text}</body></html>`;
}

function renderFacts({ incident }: EvidenceBundle): Markup {
  const { resolvedAt, relapse } = incident;
  return html`<table>
  <tr><th>What</th><td>${incident.kind} ${incident.where}</td></tr>
  <tr><th>Since</th><td>${when(incident.since)}</td></tr>
  <tr><th>State</th><td>${resolvedAt === null ? html`<strong class="bad">not over</strong>` : html`over since ${when(resolvedAt)} (${incident.reason ?? ""})`}</td></tr>
  ${relapse === 0 ? null : html`<tr><th>Relapses</th><td>${relapse}</td></tr>`}
  ${incident.failing.map(
    (hop) =>
      html`<tr><th>Server</th><td>${hop.host}:${hop.port}${hop.addresses.length === 0 ? null : ` at ${hop.addresses.join(", ")}`}</td></tr>`,
  )}
</table>`;
}

function renderFaults({ incident }: EvidenceBundle): Markup {
  return html`<h2>What is wrong, and what to do</h2>
${incident.faults.map(
  (fault) =>
    html`<h3>${fault.title} <code>${fault.code}</code></h3><p>${fault.explanation} ${fault.remedy}</p>`,
)}`;
}

function renderAffected({ affected, urlsLeftOut }: EvidenceBundle): Markup {
  const { shows, episodes, endpoints } = affected;
  const samples = affected.samples.filter(({ url }) => url !== null);
  const webhooks = [...new Set(endpoints.map(({ host }) => host))].join(", ");
  return html`<h2>What suffers</h2>
${
  shows === 0 && endpoints.length > 0
    ? null
    : html`<p>${countOf(episodes, "episode")} of ${countOf(shows, "show")} of the publisher who shares this.${
        urlsLeftOut ? " URLs of other publishers are left out below." : null
      }</p>`
}
${endpoints.length === 0 ? null : html`<p>Webhooks of the publisher at ${webhooks}: notices to them may not arrive.</p>`}
${
  samples.length === 0
    ? null
    : html`<table><tr><th>Show</th><th>Episode</th><th>URL</th></tr>
${samples.map(({ show, episode, url }) => html`<tr><td>${show}</td><td>${episode}</td><td><code>${url}</code></td></tr>`)}</table>`
}`;
}

function countOf(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? "" : "s"}`;
}

function when(instant: string): string {
  return formatInstant(new Date(instant));
}
