import { defineConfig } from "vitest/config";
import { PlainSummary } from "./scripts/plain-summary.ts";

export default defineConfig({
  test: {
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "apps/*/{src,test}/**/*.test.ts",
      "fixtures/*/{src,test}/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    globalSetup: "test/global-setup.ts",
    reporters: ["default", new PlainSummary()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // More than two cores, since tests of whole monitors mostly wait; and few, since each brings servers and databases
    // of its own, which share the machine's cores with it.
    maxWorkers: 3,
  },
});
