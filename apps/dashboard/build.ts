/** Builds the pages when their sources have changed: `node build.ts`, or before a service with `node --import`. */
import { ensureBuilt } from "./src/build/ensure-built.ts";

await ensureBuilt({ tell: (line) => console.error(line) });
