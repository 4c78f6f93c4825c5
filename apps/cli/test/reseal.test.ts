import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openApiClient } from "../src/api-client.ts";
import { startReceiver } from "../src/demo/start-receiver.ts";
import { waitUntil } from "../src/demo/wait-until.ts";
import { openStage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { queryDatabase } from "./support/query-database.ts";
import { runEarshot } from "./support/run-earshot.ts";
import { startServe } from "./support/start-monitor.ts";

const patienceMs = 60_000;

test("earshot admin reseal ends a rotation of the key, beside a running monitor, and the old key may go", {
  timeout: 180_000,
}, async (context) => {
  const scope = openTestScope(context);
  const { env, bootstrapKey, databaseUrl } = await openStage(scope, { queue: "postgres" });
  const [oldKey, newKey] = [randomBytes(32).toString("hex"), randomBytes(32).toString("hex")];
  const withKeys = (...keys: readonly string[]) => ({ ...env, EARSHOT_SECRET_KEY: keys.join(",") });
  const receiver = await scope.open(
    "receiver",
    startReceiver(() => {}),
  );
  const tested = () => receiver.received.filter(({ type }) => type === "webhook.test").length;
  const reseal = (...keys: readonly string[]) => runEarshot(["admin", "reseal"], { env: withKeys(...keys) });
  const sealed = () =>
    queryDatabase<{ readonly url: Buffer; readonly secret: Buffer; readonly previous_secret: Buffer }>(
      databaseUrl ?? "",
      "SELECT url, secret, previous_secret FROM endpoints",
    );

  const before = await startServe(withKeys(oldKey));
  const client = openApiClient(before.apiUrl, bootstrapKey);
  const { id } = await client.post("/v1/webhook-endpoints", { url: receiver.url });
  const { secret } = await client.post(`/v1/webhook-endpoints/${id}/rotate-secret`, {});
  receiver.expectSecret(String(secret));
  const [first] = await sealed();
  await before.close();

  // Whoever forgets the old key is told so, and nothing is changed.
  const forgetful = await reseal(newKey);
  expect([forgetful.code, forgetful.stderr]).toEqual([2, expect.stringContaining("EARSHOT_SECRET_KEY")]);
  expect(await sealed()).toEqual([first]);

  const during = await startServe(withKeys(newKey, oldKey));
  const resealed = await reseal(newKey, oldKey);
  expect([resealed.code, resealed.stdout]).toEqual([
    0,
    expect.stringMatching(/^Sealed \d+ anew; every secret/),
  ]);
  const [second] = await sealed();
  for (const column of ["url", "secret", "previous_secret"] as const)
    expect(second?.[column].equals(first?.[column] ?? Buffer.of())).toBe(false);
  expect((await reseal(newKey, oldKey)).stdout).toMatch(/^Sealed 0 anew/);
  const testedBefore = tested();
  await openApiClient(during.apiUrl, bootstrapKey).post(`/v1/webhook-endpoints/${id}/test`, {});
  await waitUntil(() => tested() > testedBefore, { patienceMs, what: "a test while both keys are known" });
  await during.close();

  const after = await startServe(withKeys(newKey));
  scope.onClose("monitor", () => after.close());
  const testedThen = tested();
  await openApiClient(after.apiUrl, bootstrapKey).post(`/v1/webhook-endpoints/${id}/test`, {});
  await waitUntil(() => tested() > testedThen, { patienceMs, what: "a test with the new key alone" });
});
