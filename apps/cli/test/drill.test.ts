import { expect, test } from "vitest";
import { openApiClient } from "../src/api-client.ts";
import { startReceiver } from "../src/demo/start-receiver.ts";
import { openStage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { readDocuments, runEarshot } from "./support/run-earshot.ts";
import { startServe } from "./support/start-monitor.ts";

test("earshot drill plays an outage to one's own webhook and shows what arrived", {
  timeout: 120_000,
}, async (context) => {
  const scope = openTestScope(context);
  const { env, host, bootstrapKey } = await openStage(scope, { queue: "postgres" });
  const monitor = await scope.open("monitor", startServe(env));
  const client = openApiClient(monitor.apiUrl, bootstrapKey);
  const show = host.addShow({
    hostname: "feeds.example",
    title: "Low Tide",
    mediaHostname: "media.example",
    episodes: 2,
  });
  await client.post("/v1/feeds", { url: show.feedUrl });
  const drill = (...args: string[]) =>
    runEarshot(["drill", "--api", monitor.apiUrl, "--duration", "1", ...args], {
      env: { EARSHOT_BOOTSTRAP_KEY: bootstrapKey },
    });

  // Nobody would be told.
  const unheard = await drill("--feed", show.feedUrl);
  expect([unheard.code, unheard.stdout]).toEqual([1, expect.stringContaining("Nobody was told")]);

  const receiver = await scope.open(
    "receiver",
    startReceiver(() => {}),
  );
  const endpoint = await client.post("/v1/webhook-endpoints", { url: receiver.url });
  receiver.expectSecret(String(endpoint["secret"]));
  const heard = await drill("--feed", show.feedUrl, "--json");
  const documents = readDocuments(heard) as Record<string, unknown>[];
  expect(heard.code).toBe(0);
  expect(documents.map(({ notice, state }) => [notice, state])).toEqual([
    ["incident.opened", "delivered"],
    ["incident.resolved", "delivered"],
    [undefined, undefined],
  ]);
  expect(documents.at(-1)).toMatchObject({ opened: 1, resolved: 1, delivered: 2, deliveries: 2 });
  const incidents = receiver.received.filter(({ type }) => type.startsWith("incident."));
  expect(incidents.map(({ body }) => JSON.parse(body).data.drill)).toEqual([true, true]);
  expect(incidents.every(({ summary }) => summary.startsWith("This is a drill"))).toBe(true);

  const strange = await drill("--feed", "https://elsewhere.example/feed.xml");
  expect([strange.code, strange.stderr]).toEqual([2, expect.stringContaining("there is no feed")]);
  const refused = await drill("--feed", show.feedUrl, "--key", "wrong");
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("401")]);
  expect((await drill()).code).toBe(2);
});
