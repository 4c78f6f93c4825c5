import { type HostCheck, worstVerdict } from "@earshot/domain";
import { countVerdicts, type FeedReport } from "../project/project-check.ts";
import { paint } from "./paint.ts";
import { renderFault } from "./render-fault.ts";
import { renderCountdown, renderProbe } from "./render-probe.ts";
import { renderTotals } from "./render-summary.ts";
import { showText } from "./show-text.ts";
import { terminalWidth, wrapText } from "./wrap-text.ts";

/** A feed's check for people: the show, its hosts' certificates, what is wrong in full, and the totals. */
export function renderCheck(report: FeedReport, now: Date): string {
  const { parsed, probe, hosts, enclosures } = report;
  const totals = countVerdicts(report);
  const title = parsed.feed?.title ?? (parsed.feed === null ? "no feed" : "(untitled)");
  const worst = worstVerdict(enclosures.map((enclosure) => enclosure.probe.verdict)) ?? "healthy";
  const sign = paint.sign(parsed.feed === null ? "unreachable" : worst);
  const troubled = enclosures.filter((enclosure) => enclosure.probe.verdict !== "healthy");
  return [
    `${sign} ${paint.bold(showText(title))}  ${paint.dim(showText(report.source, 400))}`,
    ...(probe === null || probe.verdict === "healthy" ? [] : [renderProbe(probe, now)]),
    ...parsed.faults.map(renderFault),
    ...hosts.flatMap((host) => renderHost(host, now)),
    ...troubled.map((enclosure) => renderProbe(enclosure.probe, now)),
    `  ${renderTotals(totals)}`,
  ].join("\n");
}

function renderHost(host: HostCheck, now: Date): string[] {
  const notBefore = host.addresses[0]?.tls?.certificates[0]?.notBefore ?? host.at;
  const until =
    host.expiresAt === null
      ? ""
      : `${paint.dim(`  certificate until ${host.expiresAt} ·`)} ${renderCountdown({ notBefore, notAfter: host.expiresAt }, now)}`;
  const head = `  ${paint.sign(host.verdict)} ${host.hostname}:${host.port}${until}`;
  return [wrapText(head, 6, terminalWidth()), ...host.faults.map(renderFault)];
}
