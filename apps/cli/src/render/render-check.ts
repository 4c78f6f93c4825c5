import { type HostCheck, type Verdict, worstVerdict } from "@earshot/domain";
import { countVerdicts, type FeedReport } from "../project/project-check.ts";
import { paint } from "./paint.ts";
import { renderFault, renderProbe } from "./render-probe.ts";
import { showText } from "./show-text.ts";

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
    ...hosts.flatMap(renderHost),
    ...troubled.map((enclosure) => renderProbe(enclosure.probe, now)),
    `  ${describeTotals(totals)}`,
  ].join("\n");
}

function renderHost(host: HostCheck): string[] {
  const until = host.expiresAt === null ? "" : `  certificate valid until ${host.expiresAt}`;
  const head = `  ${paint.sign(host.verdict)} ${host.hostname}:${host.port}${paint.dim(until)}`;
  return [head, ...host.faults.map(renderFault)];
}

function describeTotals(totals: Record<Verdict, number>): string {
  const order: readonly Verdict[] = ["healthy", "degraded", "unreachable", "inconclusive"];
  return order.map((verdict) => paint.verdict(verdict, `${totals[verdict]} ${verdict}`)).join(" · ");
}
