import { expect, test } from "vitest";
import { openApiClient } from "../src/api-client.ts";
import { type Receiver, startReceiver } from "../src/demo/start-receiver.ts";
import { waitUntil } from "../src/demo/wait-until.ts";
import { openStage } from "./support/open-stage.ts";
import { openTestScope } from "./support/open-test-scope.ts";
import { queryDatabase } from "./support/query-database.ts";
import { startServe } from "./support/start-monitor.ts";

const patienceMs = 60_000;
const dayMs = 86_400_000;
const hostname = "hooks.example";

type Items = readonly Record<string, unknown>[];

const typesAt = (receiver: Receiver) =>
  receiver.received.map(({ type }) => type).filter((type) => type.startsWith("incident."));

test("a webhook whose certificate lapses is an incident at its owner's other webhook, also one of an older release", {
  timeout: 180_000,
}, async (context) => {
  const scope = openTestScope(context);
  const { env, host, bootstrapKey, databaseUrl } = await openStage(scope, { queue: "postgres" });
  host.setRoute(hostname, "/*", { kind: "text", text: "thanks" });
  let monitor = await startServe(env);
  scope.onClose("monitor", () => monitor.close());
  const ops = openApiClient(monitor.apiUrl, bootstrapKey);
  const enrol = async (name: string) => {
    const { id } = await ops.post("/v1/publishers", { name });
    const { key } = await ops.post("/v1/api-keys", { publisherId: id, roles: ["publisher"] });
    const receiver = await scope.open(
      name,
      startReceiver(() => {}),
    );
    const client = openApiClient(monitor.apiUrl, String(key));
    const { secret } = await client.post("/v1/webhook-endpoints", { url: receiver.url });
    receiver.expectSecret(String(secret));
    return { key: String(key), client, receiver };
  };
  const [owner, bystander] = [await enrol("Owner"), await enrol("Bystander")];
  const endpoint = await owner.client.post("/v1/webhook-endpoints", {
    url: `https://${hostname}/secret-path`,
  });

  // As a release left it that did not keep the hosts of webhooks: the next start opens the sealed URL.
  await monitor.close();
  const forget = [
    "UPDATE endpoints SET host_id = NULL, secure = NULL",
    "DELETE FROM schedule",
    "DELETE FROM hosts",
  ];
  for (const sql of forget) await queryDatabase(databaseUrl ?? "", sql);
  const seconds = Math.ceil(Date.now() / 1_000);
  await host.renewCertificate(hostname, { notAfter: new Date(seconds * 1_000 + 90 * dayMs) });
  monitor = await startServe(env);
  const client = openApiClient(monitor.apiUrl, owner.key);
  const hostsSeen = async () => (await client.get("/v1/hosts"))["items"] as Items;
  const isWatched = async () => (await hostsSeen()).some((one) => one["verdict"] === "healthy");
  await waitUntil(isWatched, { patienceMs, what: "the host of the older webhook to be checked" });
  expect(await hostsSeen()).toMatchObject([{ hostname }]);

  const notAfter = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 5_000);
  await host.renewCertificate(hostname, { notBefore: new Date(Date.now() - 90 * dayMs), notAfter });
  const isTold = (type: string) => () => typesAt(owner.receiver).includes(type);
  await waitUntil(isTold("incident.opened"), { patienceMs, what: "the lapse to be told" });
  const opened = owner.receiver.received.find(({ type }) => type === "incident.opened");
  expect(opened?.summary).toMatch(
    /^Certificate expired at hooks\.example .*: your webhook endpoint at hooks\.example cannot be reached securely, so notices to it will fail\.$/,
  );
  expect(JSON.parse(opened?.body ?? "").data.affected).toEqual({
    ...{ shows: 0, episodes: 0, samples: [] },
    endpoints: [{ id: endpoint["id"], host: hostname }],
  });
  const posted = () => host.requests.count({ hostname, method: "POST" });
  const postedBefore = posted();
  const triedThere = async () => {
    const deliveries = (await client.get(`/v1/deliveries?endpointId=${endpoint["id"]}`))["items"] as Items;
    return deliveries.some(({ notice, attempts }) => {
      return (notice as { type: string }).type === "incident.opened" && (attempts as Items).length > 0;
    });
  };
  await waitUntil(triedThere, { patienceMs, what: "the notice to be tried at the dead webhook, too" });
  expect(posted()).toBe(postedBefore);

  await host.renewCertificate(hostname, { notAfter: new Date(seconds * 1_000 + 90 * dayMs) });
  await waitUntil(isTold("incident.resolved"), { patienceMs, what: "the renewal to be told" });
  await waitUntil(() => posted() > postedBefore, { patienceMs, what: "the webhook to get what it missed" });
  expect(typesAt(owner.receiver)).toEqual(["incident.opened", "incident.resolved"]);
  expect(typesAt(bystander.receiver)).toEqual([]);
  expect(JSON.stringify(await openApiClient(monitor.apiUrl, bystander.key).get("/v1/incidents"))).toBe(
    '{"items":[],"next":null}',
  );
  expect(owner.receiver.received.map(({ body }) => body).join()).not.toContain("secret-path");
});
