import { expect, test } from "vitest";
import { enrolUnderLoad, expectNothingLost, untilInMidSweep } from "./support/enrol-under-load.ts";
import { openStage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { startServe } from "./support/start-monitor.ts";

test("serve, killed in mid-sweep with its own PostgreSQL and started again, loses and doubles nothing", {
  timeout: 240_000,
}, async (context) => {
  const env = { EARSHOT_LEASE: "3s", EARSHOT_HOST_CONCURRENCY: "8" };
  const stage = await openStage(openTestScope(context), { queue: "postgres", databaseUrl: null, env });
  const monitor = await stage.scope.open("monitor", startServe(stage.env));
  const publisher = await enrolUnderLoad(stage, monitor, "Harbour Audio");
  await untilInMidSweep(stage, publisher);

  await monitor.process("serve").kill();
  expect(stage.host.requests.count({ hostname: publisher.slowHostname })).toBeLessThan(40);
  await monitor.start("serve");

  await expectNothingLost(stage, monitor, publisher);
});
