import { Command } from "commander";
import about from "../package.json" with { type: "json" };
import { addAdminCommand } from "./commands/admin.ts";
import { addCheckCommand } from "./commands/check.ts";
import { addDemoCommand } from "./commands/demo.ts";
import { addDrillCommand } from "./commands/drill.ts";
import { addParseCommand } from "./commands/parse.ts";
import { addProbeCommand } from "./commands/probe.ts";
import { addServeCommand } from "./commands/serve.ts";
import { exitCodes } from "./exit-code.ts";

/** The `earshot` program with all its commands. A mistake in the call ends it with exit code 2. */
export function buildProgram(environment: NodeJS.ProcessEnv): Command {
  const program = new Command("earshot")
    .description(
      "Watch podcasts as listeners' apps see them: every hop, every certificate, every byte range.",
    )
    .version(about.version)
    .exitOverride((error) => {
      // Help that was asked for is no mistake; everything else that commander ends on is.
      process.exit(error.exitCode === 0 ? 0 : exitCodes.usage);
    })
    .showHelpAfterError("(add --help for the options)");
  addProbeCommand(program);
  addCheckCommand(program);
  addParseCommand(program);
  addServeCommand(program, environment);
  addDemoCommand(program);
  addDrillCommand(program, environment);
  addAdminCommand(program, environment);
  return program;
}
