import type { TestProcess } from "./start-process.ts";

/** How many probes a checker says that it has made. */
export async function readProbesTotal(checker: TestProcess): Promise<number> {
  const { url } = JSON.parse(await checker.untilLine(/"checker is running"/)) as { readonly url: string };
  const metrics = await (await fetch(new URL("/metrics", url))).text();
  const counts = [...metrics.matchAll(/^earshot_probes_total\{[^}]*\} (\d+)$/gm)].map(([, count]) =>
    Number(count),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
