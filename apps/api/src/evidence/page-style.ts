import { createHash } from "node:crypto";

/** The style of the evidence page: plain, dark where the reader's system is, and black on white in print. */
export const pageStyle = `
:root { color-scheme: light dark; --soft: #666; --line: #ccc; --bad: #b00020; }
@media (prefers-color-scheme: dark) { :root { --soft: #aaa; --line: #444; --bad: #ff8a80; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); break-after: avoid; }
h3 { font-size: 1rem; break-after: avoid; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; white-space: nowrap; }
td { overflow-wrap: anywhere; }
tr { break-inside: avoid; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.4 ui-monospace, monospace; border: 1px solid var(--line); padding: .6rem; }
code { font: 13px ui-monospace, monospace; }
.soft { color: var(--soft); }
.bad { color: var(--bad); }
@media print {
  :root { color-scheme: light; --soft: #444; --line: #999; --bad: #000; }
  body { font-size: 10pt; margin: 0; max-width: none; }
  pre { font-size: 8pt; }
}
`;

const styleHash = createHash("sha256").update(pageStyle).digest("base64");

/** The page may show text in its own style, and nothing else: no script, no image, no frame, no form, no other file. */
export const pageContentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
