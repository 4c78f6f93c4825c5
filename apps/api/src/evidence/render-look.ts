import type { CertificateFacts, Fault, Hop, HostCheck, PhaseTimings, Probe } from "@earshot/domain";
import type { EvidenceBundle } from "./build-bundle.ts";
import { html, type Markup } from "./write-html.ts";

type Look = EvidenceBundle["looks"][number];

const titles: Readonly<Record<Look["role"], string>> = {
  own: "The latest failing look at an enclosure of this publisher",
  first: "The first failing look",
  latest: "The latest failing look",
};
const bytesPerLine = 16;

/** One look of a bundle: what was asked, each hop or address with its times and chain, the answer, and the commands. */
export function renderLook({ role, kind, look, commands }: Look): Markup {
  // What we stored ourselves, perhaps without the parts that hold URLs.
  const seen = (look ?? {}) as Partial<Probe> & Partial<HostCheck>;
  return html`<h2>${titles[role]}</h2>
<p class="soft">${kind === "probe" ? "A probe" : "Fresh handshakes"} at ${seen.at ?? null} from vantage ${seen.vantage ?? null}: ${seen.verdict ?? null}.</p>
${seen.url === undefined ? null : html`<p><code>${seen.url}</code></p>`}
${renderFaults(seen.faults ?? [])}
${(seen.hops ?? []).map(renderHop)}
${(seen.addresses ?? []).map((address) => renderAddress(address))}
${renderAnswer(seen)}
${commands.length === 0 ? null : html`<h3>To see it yourself</h3><pre>${commands.join("\n")}</pre>`}`;
}

function renderFaults(faults: readonly Partial<Fault>[]): Markup | null {
  if (faults.length === 0) return null;
  return html`<table>${faults.map(
    ({ code, hop, message }) =>
      html`<tr><th><code>${code ?? null}</code></th><td>${hop == null ? null : `hop ${hop + 1}: `}${message ?? null}</td></tr>`,
  )}</table>`;
}

function renderHop(hop: Partial<Hop>, index: number): Markup {
  const { tls, headers } = hop;
  return html`<h3>Hop ${index + 1}: ${hop.host ?? null}:${hop.port ?? null}</h3>
<table>
  ${hop.url === undefined ? null : row("Request", hop.url)}
  ${row("Address", hop.address ?? "none")}
  ${row("Status", hop.status == null ? "no answer" : `${hop.status}${hop.httpVersion == null ? "" : ` (HTTP/${hop.httpVersion})`}`)}
  ${hop.location == null ? null : row("Location", hop.location)}
  ${hop.timings === undefined ? null : row("Times", timesOf(hop.timings))}
  ${tls?.version == null ? null : row("TLS", tls.version)}
</table>
${headers == null ? null : html`<pre>${Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`)}</pre>`}
${(tls?.certificates ?? []).map(renderCertificate)}`;
}

function renderAddress(address: HostCheck["addresses"][number]): Markup {
  return html`<h3>Address ${address.address}: ${address.verdict}</h3>
<table>
  ${row("Times", timesOf(address.timings))}
  ${address.tls?.version == null ? null : row("TLS", address.tls.version)}
</table>
${renderFaults(address.faults)}
${(address.tls?.certificates ?? []).map(renderCertificate)}`;
}

function renderCertificate(certificate: CertificateFacts, index: number): Markup {
  return html`<table>
  ${row(`Certificate ${index + 1}`, certificate.subject)}
  ${row("Issuer", certificate.issuer)}
  ${row("Names", certificate.subjectAltNames.join(", "))}
  ${row("Valid", `${certificate.notBefore} to ${certificate.notAfter}`)}
  ${row("Fingerprint", certificate.fingerprint256)}
</table>
${certificate.pem ? html`<pre>${certificate.pem}</pre>` : null}`;
}

function renderAnswer({ range, media, firstBytes }: Partial<Probe>): Markup {
  return html`<table>
  ${range == null ? null : row("Range", `asked ${range.requested}, got ${range.receivedBytes} bytes, ${range.contentRange ?? "no Content-Range"}`)}
  ${media == null ? null : row("Type", `declared ${media.declaredType ?? "none"}, served ${media.servedType ?? "none"}, found ${media.sniffedType ?? "none"}`)}
</table>
${firstBytes == null ? null : html`<pre>${dumpOf(firstBytes)}</pre>`}`;
}

function row(name: string, value: string): Markup {
  return html`<tr><th>${name}</th><td>${value}</td></tr>`;
}

function timesOf({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: PhaseTimings): string {
  const phases = { DNS: dnsMs, connect: connectMs, TLS: tlsMs, "first byte": firstByteMs, total: totalMs };
  return Object.entries(phases)
    .flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${Math.round(ms)} ms`]))
    .join(", ");
}

/** Bytes as they are usually shown: sixteen a line, in hexadecimal and, where they are printable, as text. */
function dumpOf(hex: string): string {
  const bytes = Buffer.from(hex, "hex");
  const lines = Array.from({ length: Math.ceil(bytes.length / bytesPerLine) }, (_, line) => {
    const part = bytes.subarray(line * bytesPerLine, (line + 1) * bytesPerLine);
    const pairs = [...part].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = [...part]
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "."))
      .join("");
    return `${pairs.padEnd(bytesPerLine * 3)} ${text}`;
  });
  return lines.join("\n");
}
