import type { Fault } from "@earshot/domain";
import { toldSeverity } from "../project/told-severity.ts";
import { paint } from "./paint.ts";
import { showText } from "./show-text.ts";
import { terminalWidth, wrapText } from "./wrap-text.ts";

const indent = 7;

/** One fault on a line of its own, or more where the terminal is narrow, indented below what it belongs to. */
export function renderFault(fault: Fault): string {
  const line = fault.line === null ? "" : ` (line ${fault.line})`;
  const severity = toldSeverity(fault);
  const sign = { outage: "✘", warning: "!", info: "i" }[severity];
  const told = `     ${paint.severity(severity, `${sign} ${fault.code}`)}  ${showText(fault.message, 400)}${line}`;
  return wrapText(told, indent, terminalWidth());
}
