import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const axePath = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));
const axe = await readFile(axePath, "utf8");

/** WCAG 2.2 at level AA, and what axe calls best practice. */
const run = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })`;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** What axe-core finds wrong with the page as it is now, each as a sentence with the element. */
export async function findViolations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger and not by the page, whose policy allows no script but its own.
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(run)) as AxeResult;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}\n${failureSummary}`),
  );
}
