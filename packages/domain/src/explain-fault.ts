import { type FaultCode, faultCatalogue } from "./fault-catalogue.ts";
import type { ExplainedFault } from "./notice.ts";

/** A fault's entry in the catalogue as a notice carries it. */
export function explainFault(code: FaultCode): ExplainedFault {
  const { severity, title, explanation, remedy } = faultCatalogue[code];
  return { code, severity, title, explanation, remedy };
}

/** Whether a string is the code of a known fault: for codes that come back from the store. */
export function isFaultCode(code: string): code is FaultCode {
  return Object.hasOwn(faultCatalogue, code);
}
