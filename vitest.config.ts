import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "apps/*/{src,test}/**/*.test.ts",
      "fixtures/*/{src,test}/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    globalSetup: "test/global-setup.ts",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two workers: many tests run real TLS servers and databases, which share the machine's cores with them.
    maxWorkers: 2,
  },
});
