import { openOutsideProber, runService } from "@earshot/service";
import { startChecker } from "./start-checker.ts";

await runService("checker", process.env, async (scope, base) => {
  const prober = await openOutsideProber(scope, base);
  return scope.open("checker", startChecker({ ...base, prober }));
});
