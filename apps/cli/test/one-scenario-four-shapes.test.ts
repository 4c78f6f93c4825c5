import { describe, expect, type TestContext, test } from "vitest";
import { openApiClient } from "../src/api-client.ts";
import { openStage, type QueueKind } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import {
  countNotices,
  enrolPublishers,
  letCertificateLapse,
  renewCertificate,
  untilAllTold,
  untilEveryVerdict,
} from "./support/play-outage.ts";
import { startFleet, startServe } from "./support/start-monitor.ts";

interface Shape {
  readonly queue: QueueKind;
  readonly start: typeof startServe;
}

async function playOutageAndRecovery(context: TestContext, { queue, start }: Shape): Promise<void> {
  const stage = await openStage(openTestScope(context), { queue });
  const monitor = await stage.scope.open("monitor", start(stage.env));
  const names = ["Harbour Audio", "Second Storey"];
  const publishers = await enrolPublishers(stage, monitor.apiUrl, { names, showsEach: 2, episodesEach: 4 });
  await untilEveryVerdict(publishers, "healthy");

  const expiresAt = await letCertificateLapse(stage);
  await untilAllTold(publishers, "incident.opened");
  for (const { receiver } of publishers) {
    const opened = receiver.received.find(({ type }) => type === "incident.opened");
    expect(opened?.at.getTime()).toBeGreaterThanOrEqual(expiresAt.getTime());
  }
  await untilEveryVerdict(publishers, "unreachable");

  await renewCertificate(stage);
  await untilAllTold(publishers, "incident.resolved");
  await untilEveryVerdict(publishers, "healthy");

  expect(countNotices(publishers, "incident.opened")).toEqual([1, 1]);
  expect(countNotices(publishers, "incident.resolved")).toEqual([1, 1]);
  expect(publishers.map(({ receiver }) => receiver.rejected)).toEqual([0, 0]);
  const ops = openApiClient(monitor.apiUrl, stage.bootstrapKey);
  const incidents = (await ops.get("/v1/incidents"))["items"];
  expect(incidents).toEqual([expect.objectContaining({ state: "resolved", reason: "recovered" })]);
}

// Two shapes at a time, since they spend most of their time waiting for a certificate to lapse.
describe.each(["postgres", "redis"] as const)("with the queue on %s", (queue) => {
  test.concurrent(
    "one process tells each publisher once that it began and once that it is over",
    { timeout: 240_000 },
    (context) => playOutageAndRecovery(context, { queue, start: startServe }),
  );
  test.concurrent(
    "separate processes tell each publisher once that it began and once that it is over",
    { timeout: 240_000 },
    (context) => playOutageAndRecovery(context, { queue, start: startFleet }),
  );
});
