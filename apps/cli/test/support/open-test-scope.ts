import { openScope, type Scope } from "@earshot/runtime";
import type { TestContext } from "vitest";

/** Opens a scope that closes when the test ends; closing fails the test when anything would not close. */
export function openTestScope(context: TestContext): Scope {
  const scope = openScope({ closeTimeoutMs: 60_000 });
  context.onTestFinished(() => scope.close());
  return scope;
}
