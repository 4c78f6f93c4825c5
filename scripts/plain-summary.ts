import type { Reporter, TestModule } from "vitest/node";

/** Reports the run in one plain line, `12 passed, 0 failed`, for whoever reads the output by machine. */
export class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that does not load, or an error outside every test, has no test to fail.
    const broken = modules.filter(
      (module) => module.state() === "failed" && module.errors().length > 0,
    ).length;
    process.stdout.write(
      `\n${count("passed")} passed, ${count("failed") + broken + unhandledErrors.length} failed\n`,
    );
  }
}
