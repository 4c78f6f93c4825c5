import { crossedThreshold, expiryThresholds, formatDuration, type Hop, type Probe } from "@earshot/domain";
import { knownHostOf } from "@earshot/probe";
import { paint } from "./paint.ts";
import { renderFault } from "./render-fault.ts";
import { showText } from "./show-text.ts";
import { terminalWidth, wrapText } from "./wrap-text.ts";

/** A probe for people: the verdict, then the hops as a numbered trace with each fault where it happened. */
export function renderProbe(probe: Probe, now: Date): string {
  const url = probe.url === "" ? paint.dim("(empty)") : showText(probe.url, 400);
  const lines = [`${paint.sign(probe.verdict)} ${paint.bold(paint.verdict(probe.verdict))}  ${url}`];
  const widths = columnWidths(probe.hops);
  probe.hops.forEach((hop, index) => {
    lines.push(...renderHop(hop, { index, widths, now, before: probe.hops.slice(0, index) }));
    lines.push(...probe.faults.filter((fault) => fault.hop === index).map(renderFault));
  });
  lines.push(...renderRange(probe));
  lines.push(...probe.faults.filter((fault) => fault.hop === null).map(renderFault));
  return lines.join("\n");
}

/** How long a certificate has, or since when it has ended, in the colour of its urgency. */
export function renderCountdown(validity: { notBefore: string; notAfter: string }, now: Date): string {
  const end = new Date(validity.notAfter);
  const leftMs = end.getTime() - now.getTime();
  const text =
    leftMs > 0 ? `${formatDuration(leftMs)} left` : `ended ${formatDuration(Math.max(0, -leftMs))} ago`;
  const threshold = crossedThreshold(expiryThresholds(new Date(validity.notBefore), end), end, now);
  if (threshold === null) return paint.verdict("healthy", text);
  return paint.severity(threshold >= 3 ? "outage" : "warning", text);
}

/** Where a long line of a hop goes on. */
const hangingIndent = 7;

interface Columns {
  readonly host: number;
  readonly status: number;
}

function columnWidths(hops: readonly Hop[]): Columns {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  return { host: widest(hops.map(authorityOf)), status: widest(hops.map(statusOf)) };
}

/** Host and port, the port only where it is not the scheme's own. */
function authorityOf(hop: Hop): string {
  const host = hop.host.includes(":") ? `[${hop.host}]` : hop.host;
  return hop.port === (hop.url.startsWith("https:") ? 443 : 80) ? host : `${host}:${hop.port}`;
}

function statusOf(hop: Hop): string {
  return hop.status === null ? "no answer" : String(hop.status);
}

interface HopPlace {
  readonly index: number;
  readonly widths: Columns;
  readonly now: Date;
  readonly before: readonly Hop[];
}

function renderHop(hop: Hop, { index, widths, now, before }: HopPlace): string[] {
  const known = knownHostOf(hop.host);
  const took = hop.timings.totalMs === null ? "" : showMs(hop.timings.totalMs);
  const columns = [
    String(index + 1).padStart(3),
    paint.bold(authorityOf(hop).padEnd(widths.host)),
    paintStatus(hop)(statusOf(hop).padEnd(widths.status)),
    took.padStart(8),
    paint.dim(hop.address ?? "no address"),
    ...(known === null ? [] : [paint.dim(`${roleNames[known.role]}, ${known.name}`)]),
  ];
  const lines = [columns.join("  ")];
  const phases = describePhases(hop);
  if (phases !== "") lines.push(paint.dim(`     ${phases}`));
  const isShown = before.some((one) => one.host === hop.host && leafOf(one) === leafOf(hop));
  if (hop.tls !== null && !isShown)
    lines.push(wrapText(`     ${describeTls(hop.tls, hop.host, now)}`, hangingIndent, terminalWidth()));
  if (hop.location !== null) lines.push(`     ${paint.dim("→")} ${showText(hop.location, 400)}`);
  return lines;
}

const roleNames = { prefix: "tracking prefix", host: "podcast host", cdn: "CDN" };

function paintStatus({ status }: Hop): (text: string) => string {
  if (status === null || status >= 400) return (text) => paint.severity("outage", text);
  return status >= 300 ? (text) => paint.severity("info", text) : (text) => paint.verdict("healthy", text);
}

function leafOf(hop: Hop): string | null {
  return hop.tls?.leafFingerprint ?? null;
}

function describePhases(hop: Hop): string {
  const { dnsMs, connectMs, tlsMs, firstByteMs } = hop.timings;
  const phases: [string, number | null][] = [
    ["dns", dnsMs],
    ["connect", connectMs],
    ["tls", tlsMs],
    ["first byte", firstByteMs],
  ];
  const known = phases.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${showMs(ms)}`]));
  return [...(hop.reused ? ["connection reused"] : []), ...known].join(" · ");
}

/** Fractions only where they say something. */
function showMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** The end of the certificates first, since that matters most; the subject only where it says more than the host's name. */
function describeTls(tls: NonNullable<Hop["tls"]>, host: string, now: Date): string {
  const leaf = tls.certificates[0];
  const version = tls.version ?? "TLS";
  if (leaf === undefined) return paint.dim(`${version} · no certificate served`);
  const notAfter = tls.expiresAt ?? leaf.notAfter;
  const countdown = renderCountdown({ notBefore: leaf.notBefore, notAfter }, now);
  const subject = leaf.subject === `CN=${host}` ? "" : paint.dim(` · ${showText(leaf.subject, 80)}`);
  return `${paint.dim(`${version} · until ${notAfter} ·`)} ${countdown}${subject}`;
}

function renderRange(probe: Probe): string[] {
  if (probe.range === null) return [];
  const { requested, status, receivedBytes, totalBytes } = probe.range;
  const count = new Intl.NumberFormat("en");
  const total = totalBytes === null ? "" : ` of ${count.format(totalBytes)}`;
  const type = probe.media?.sniffedType ?? probe.media?.servedType ?? "unknown type";
  const told = `${requested} → ${status ?? "no answer"} · ${count.format(receivedBytes)}${total} bytes · ${showText(type)}`;
  return [paint.dim(`     ${told}`)];
}
