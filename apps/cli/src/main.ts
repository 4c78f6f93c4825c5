import { buildProgram } from "./build-program.ts";
import { exitCodes } from "./exit-code.ts";

// Whoever reads us may have enough (`earshot … | head`): that is no fault of ours, and nobody is there to be told.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(exitCodes.fine);
});

try {
  await buildProgram(process.env).parseAsync(process.argv);
} catch (error) {
  process.stderr.write(`earshot: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCodes.usage;
}
