import type { Command } from "commander";
import { writeLine } from "../write-line.ts";

/** Adds `earshot demo`: the outage of May 2022 in about a minute. */
export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .description("Replay the outage of May 2022 in about a minute against a synthetic podcast host.")
    .option("--json", "keep standard output for the one JSON line at the end", false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const { createLogger, openScope } = await import("@earshot/runtime");
      const { runDemo } = await import("../demo/run-demo.ts");
      const log = createLogger({ level: "warn", name: "earshot-demo" });
      const scope = openScope({ log });
      const timeline = json ? process.stderr : process.stdout;
      process.once("SIGINT", () => void scope.close().finally(() => process.exit(130)));
      try {
        const result = await runDemo(scope, log, (line) => timeline.write(`${line}\n`));
        await writeLine(process.stdout, JSON.stringify(result));
      } finally {
        await scope.close();
      }
    });
}
