import { buildProgram } from "./build-program.ts";
import { exitCodes } from "./exit-code.ts";

try {
  await buildProgram(process.env).parseAsync(process.argv);
} catch (error) {
  process.stderr.write(`earshot: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCodes.usage;
}
