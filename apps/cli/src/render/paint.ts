import { styleText } from "node:util";
import type { Severity, Verdict } from "@earshot/domain";

const verdictStyles: Record<Verdict, Parameters<typeof styleText>[0]> = {
  healthy: "green",
  degraded: "yellow",
  unreachable: "red",
  inconclusive: "magenta",
};
const severityStyles: Record<Severity, Parameters<typeof styleText>[0]> = {
  outage: "red",
  warning: "yellow",
  info: "cyan",
};
const verdictSigns: Record<Verdict, string> = {
  healthy: "✔",
  degraded: "!",
  unreachable: "✘",
  inconclusive: "?",
};

/** Colours for a terminal. They are left out where standard output is no terminal or NO_COLOR is set. */
export const paint = {
  verdict: (verdict: Verdict, text: string = verdict) => style(verdictStyles[verdict], text),
  sign: (verdict: Verdict) => style(verdictStyles[verdict], verdictSigns[verdict]),
  severity: (severity: Severity, text: string) => style(severityStyles[severity], text),
  dim: (text: string) => style("dim", text),
  bold: (text: string) => style("bold", text),
};

function style(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { stream: process.stdout });
}
