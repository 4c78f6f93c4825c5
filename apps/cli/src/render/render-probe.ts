import { type Fault, formatDuration, type Hop, type Probe } from "@earshot/domain";
import { paint } from "./paint.ts";
import { showText } from "./show-text.ts";

/** A probe for people: the verdict, then the hops as a numbered trace with each fault where it happened. */
export function renderProbe(probe: Probe, now: Date): string {
  const lines = [`${paint.sign(probe.verdict)} ${paint.verdict(probe.verdict)}  ${showText(probe.url, 400)}`];
  probe.hops.forEach((hop, index) => {
    lines.push(...renderHop(hop, index, now));
    lines.push(...probe.faults.filter((fault) => fault.hop === index).map(renderFault));
  });
  lines.push(...renderRange(probe));
  lines.push(...probe.faults.filter((fault) => fault.hop === null).map(renderFault));
  return lines.join("\n");
}

/** One fault on a line of its own, indented below what it belongs to. */
export function renderFault(fault: Fault): string {
  const line = fault.line === null ? "" : ` (line ${fault.line})`;
  return `     ${paint.severity(fault.severity, fault.code)} ${showText(fault.message, 400)}${line}`;
}

function renderHop(hop: Hop, index: number, now: Date): string[] {
  const address = hop.address === null ? "no address" : hop.address;
  const status = hop.status === null ? "no answer" : String(hop.status);
  const head = `  ${index + 1}  ${paint.bold(`${hop.host}:${hop.port}`)}  ${status}  ${paint.dim(address)}`;
  const phases = describePhases(hop);
  const lines = [head];
  if (phases !== "") lines.push(paint.dim(`     ${phases}`));
  if (hop.tls !== null) lines.push(paint.dim(`     ${describeTls(hop.tls, now)}`));
  if (hop.location !== null) lines.push(`     → ${showText(hop.location, 400)}`);
  return lines;
}

function describePhases(hop: Hop): string {
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = hop.timings;
  const phases: [string, number | null][] = [
    ["dns", dnsMs],
    ["connect", connectMs],
    ["tls", tlsMs],
    ["first byte", firstByteMs],
    ["total", totalMs],
  ];
  const known = phases.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${Math.round(ms)} ms`]));
  return [...(hop.reused ? ["connection reused"] : []), ...known].join(" · ");
}

function describeTls(tls: NonNullable<Hop["tls"]>, now: Date): string {
  const leaf = tls.certificates[0];
  const version = tls.version ?? "TLS";
  if (leaf === undefined) return `${version}, no certificate served`;
  const until = tls.expiresAt ?? leaf.notAfter;
  const leftMs = Date.parse(until) - now.getTime();
  const countdown = leftMs > 0 ? `${formatDuration(leftMs)} left` : `ended ${formatDuration(-leftMs)} ago`;
  return `${version}, certificate valid until ${until} (${countdown}), ${showText(leaf.subject, 80)}`;
}

function renderRange(probe: Probe): string[] {
  if (probe.range === null) return [];
  const { requested, status, receivedBytes, totalBytes } = probe.range;
  const total = totalBytes === null ? "" : ` of ${new Intl.NumberFormat("en").format(totalBytes)}`;
  const types = probe.media?.sniffedType ?? probe.media?.servedType ?? "unknown type";
  return [
    paint.dim(`     ${requested} → ${status ?? "no answer"}, ${receivedBytes}${total} bytes, ${types}`),
  ];
}
