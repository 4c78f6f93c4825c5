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
    // Two workers: many tests run real TLS servers and databases, which share the machine's cores with them.
    maxWorkers: 2,
  },
});
