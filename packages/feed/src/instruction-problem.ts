import type { MarkupProblem } from "./markup-problem.ts";

const declaration =
  /^xml\s+version\s*=\s*(["'])1\.[0-9]+\1(?:\s+encoding\s*=\s*(["'])[A-Za-z][A-Za-z0-9._-]*\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*$/;
const instruction = /^[A-Za-z_\u0080-\uffff][\w.:\u0080-\uffff-]*(?:\s|$)/;

/**
 * What is wrong with a processing instruction, `content` being what stands between "<?" and "?>" (XML 1.0 §2.6, §2.8);
 * null when nothing is. `isFirst` says that nothing stands before it.
 */
export function instructionProblem(content: string, isFirst: boolean): MarkupProblem | null {
  if (!instruction.test(content)) return "malformed-instruction";
  if (!/^xml(?:\s|$)/i.test(content)) return null;
  if (!isFirst && content.startsWith("xml")) return "late-declaration";
  return declaration.test(content) ? null : "malformed-instruction";
}
