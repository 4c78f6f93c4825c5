import type { Fault } from "@earshot/domain";
import { paint } from "./paint.ts";
import { showText } from "./show-text.ts";

/** One fault on a line of its own, indented below what it belongs to. */
export function renderFault(fault: Fault): string {
  const line = fault.line === null ? "" : ` (line ${fault.line})`;
  const sign = { outage: "✘", warning: "!", info: "i" }[fault.severity];
  return `     ${paint.severity(fault.severity, `${sign} ${fault.code}`)}  ${showText(fault.message, 400)}${line}`;
}
