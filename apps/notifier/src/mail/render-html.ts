/**
 * The same words as HTML, for readers who see no plain text: the first paragraph stands out, the rest keeps its lines.
 * Nothing is loaded from anywhere, and nothing is a link but ours: mail scanners follow links, and one to an episode
 * would count as a download.
 */
export function renderHtml(text: string, link: string | null): string {
  const [first = "", ...rest] = text.trim().split("\n\n");
  const body = escapeHtml(rest.join("\n\n"));
  const shown = link === null ? null : escapeHtml(link);
  const linked = shown === null ? body : body.replaceAll(shown, `<a href="${shown}">${shown}</a>`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Earshot</title></head>',
    '<body style="font-family:sans-serif;line-height:1.4">',
    `<p style="font-size:1.15em"><strong>${escapeHtml(first).replaceAll("\n", " ")}</strong></p>`,
    `<pre style="font-family:inherit;white-space:pre-wrap">${linked}</pre>`,
    "</body></html>",
  ].join("");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
