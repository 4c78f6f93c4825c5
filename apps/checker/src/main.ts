import { openOutside, runService } from "@earshot/service";
import { startChecker } from "./start-checker.ts";

await runService("checker", process.env, async (scope, base) => {
  const outside = await openOutside(scope, base, { does: ["checks"] });
  return scope.open("checker", startChecker({ ...base, ...outside }));
});
