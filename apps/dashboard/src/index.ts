export { type BuildOptions, ensureBuilt } from "./build/ensure-built.ts";
