import type { Command } from "commander";
import { renderWelcome } from "../render/render-welcome.ts";

/** Adds `earshot serve`: every app in one process, until a signal ends it. */
export function addServeCommand(program: Command, source: NodeJS.ProcessEnv): void {
  program
    .command("serve")
    .description("Run the whole monitor in one process: crawler, checker, notifier and API.")
    .action(async () => {
      // Loaded only here: `parse` and `probe` start in half the time without the process's shell and the apps.
      const { createLogger, readEnvOrExit, runProcess } = await import("@earshot/runtime");
      const env = readEnvOrExit(source);
      const { openMonitor } = await import("../compose/open-monitor.ts");
      const log = createLogger({ level: env.logLevel, name: "earshot" });
      const clock = () => new Date();
      await runProcess("earshot", log, async (scope) => {
        const monitor = await openMonitor(scope, { env, log, clock });
        process.stderr.write(`${renderWelcome(monitor)}\n`);
      });
    });
}
