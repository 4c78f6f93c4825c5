import { openGuardedEgress } from "@earshot/probe";
import { claimDue, rotateSecret } from "@earshot/storage";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openDeliveries } from "../test/open-deliveries.ts";
import { type AnswerScript, startReceiver, statuses, type TestReceiver } from "../test/start-receiver.ts";

const deliveries = await openDeliveries();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

beforeEach(() => deliveries.reset());

/** A publisher with one webhook that answers so, and a notice on its way there. */
async function notified(script: AnswerScript) {
  const receiver = await startReceiver(script);
  const { publisherId, webhooks } = await deliveries.newReceiver([receiver.url]);
  const [webhook] = webhooks;
  if (webhook === undefined) throw new Error("no webhook was made");
  const noticeId = await deliveries.notify(publisherId);
  const only = async () => (await deliveries.deliveriesOf(publisherId))[0];
  const endpoint = () => deliveries.endpoint(webhook.endpoint.id);
  return { receiver, publisherId, webhook, noticeId, only, endpoint };
}

const idsOf = ({ requests }: TestReceiver) => requests.map(({ headers }) => headers["webhook-id"]);

describe("a receiver that answers", () => {
  test("2xx has the notice, once, signed and in JSON", async () => {
    const { receiver, noticeId, webhook, only } = await notified(statuses(204));
    expect([await deliveries.deliverDue(), await deliveries.deliverDue()]).toEqual([1, 0]);
    expect(idsOf(receiver)).toEqual([noticeId]);
    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: "POST", path: "/hook" });
    expect(request?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(request?.body ?? "")).toMatchObject({
      type: "incident.opened",
      timestamp: deliveries.clock().toISOString(),
      data: { summary: "It broke." },
    });
    const { signature, ...headers } = signedHeadersOf(receiver);
    expect(signature).toBe(
      new Webhook(webhook.secret).sign(headers.id, deliveries.clock(), request?.body ?? ""),
    );
    expect(await only()).toMatchObject({
      state: "delivered",
      attempts: [{ attempt: 1, status: 204, error: null }],
    });
  });

  test("500 gets it again after 5 seconds, with the same id", async () => {
    const { receiver, noticeId, only, endpoint } = await notified(statuses(500, 200));
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({
      state: "pending",
      attempts: [{ status: 500, response_body: "Thanks" }],
    });
    expect(await endpoint()).toMatchObject({ failures: 1, first_failure_at: deliveries.clock() });
    deliveries.pass(4_999);
    expect(await deliveries.deliverDue()).toBe(0);
    deliveries.pass(1);
    expect(await deliveries.deliverDue()).toBe(1);
    expect(idsOf(receiver)).toEqual([noticeId, noticeId]);
    expect(await only()).toMatchObject({ state: "delivered", attempt: 2 });
    expect(await endpoint()).toMatchObject({ failures: 0, first_failure_at: null });
  });

  test.each([
    ["1", minuteMs],
    ["100000", minuteMs],
  ])("429 with Retry-After: %s is left alone for a minute", async (retryAfter, waitMs) => {
    const { only } = await notified((response) =>
      response.writeHead(429, { "retry-after": retryAfter }).end(),
    );
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({
      state: "pending",
      next_attempt_at: new Date(deliveries.clock().getTime() + waitMs),
    });
  });

  test("503 with Retry-After waits for that, but at most twice as long as planned", async () => {
    const { only } = await notified((response) => response.writeHead(503, { "retry-after": "8" }).end());
    await deliveries.deliverDue();
    expect((await only())?.next_attempt_at).toEqual(new Date(deliveries.clock().getTime() + 8_000));
    deliveries.pass(8_000);
    await deliveries.deliverDue();
    // Planned are 5 minutes, and 8 seconds are less.
    expect((await only())?.next_attempt_at).toEqual(new Date(deliveries.clock().getTime() + 5 * minuteMs));
  });

  test("410 is disabled at once, and the publisher's other endpoints are told", async () => {
    const { publisherId, only, endpoint } = await notified(statuses(410));
    const other = await startReceiver(statuses(200));
    await deliveries.notify(publisherId);
    await deliveries.addWebhook(publisherId, other.url);
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({ state: "failed" });
    expect(await endpoint()).toMatchObject({ enabled: false, disabled_reason: "it answered 410 Gone" });
    // What else was on its way there is cancelled.
    expect((await deliveries.deliveriesOf(publisherId))[1]).toMatchObject({ state: "cancelled" });
    await deliveries.relay();
    expect(await deliveries.deliverDue()).toBe(1);
    const [told, ...more] = other.requests.map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject({
      type: "endpoint.disabled",
      data: {
        reason: "it answered 410 Gone",
        summary: expect.stringMatching(/^The webhook endpoint at 127/),
      },
    });
    expect(more).toEqual([]);
  });

  test("a redirect has failed: where it leads is never visited", async () => {
    const target = await startReceiver(statuses(200));
    const { only } = await notified((response) => response.writeHead(301, { location: target.url }).end());
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({
      state: "pending",
      attempts: [{ status: 301, error: expect.stringContaining("redirects are not followed") }],
    });
    expect(target.requests).toEqual([]);
  });

  test("with the header that asks for it is not sent the notice again", async () => {
    const abort = { "webhook-delivery": "abort-message" };
    const { only } = await notified((response) => response.writeHead(500, abort).end());
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({ state: "cancelled", next_attempt_at: null });
    deliveries.pass(30 * hourMs);
    expect(await deliveries.deliverDue()).toBe(0);
  });

  test("with the header that asks for the end is disabled", async () => {
    const { endpoint } = await notified((response) =>
      response.writeHead(403, { "webhook-delivery": "disable" }).end(),
    );
    await deliveries.deliverDue();
    expect(await endpoint()).toMatchObject({
      enabled: false,
      disabled_reason: "it asked for nothing more (webhook-delivery: disable)",
    });
  });

  test("500 for two and a half days is warned of at the publisher's other endpoints, once, and for five is disabled", async () => {
    const { receiver, publisherId, endpoint } = await notified(statuses(500));
    const other = await startReceiver(statuses(200));
    await deliveries.addWebhook(publisherId, other.url);
    for (let halfDays = 0; halfDays < 11; halfDays++) {
      await deliveries.notify(publisherId);
      await deliveries.deliverDue();
      deliveries.pass(12 * hourMs);
    }
    await deliveries.relay();
    await deliveries.deliverDue();
    expect(await endpoint()).toMatchObject({
      enabled: false,
      disabled_reason: "it has failed for five days",
    });
    const told = other.requests
      .map(({ body }) => JSON.parse(body))
      .filter(({ type }) => type === "endpoint.disabled");
    expect(told.map(({ data }) => [data.warning, data.severity, data.sequence])).toEqual([
      [true, "warning", 1],
      [false, "outage", 2],
    ]);
    expect(told[0].data.summary).toMatch(
      /^A warning: The webhook endpoint at 127.* will be disabled at 2026-11-/,
    );
    expect(receiver.requests.some(({ body }) => body.includes("endpoint.disabled"))).toBe(false);
  });

  test("with megabytes is not read beyond 4 KiB", async () => {
    let sent = 0;
    const { only } = await notified((response) => {
      const block = Buffer.alloc(64 * 1_024, "x");
      const pour = () => {
        while (sent < 64 * 1_024 * 1_024 && !response.destroyed) {
          sent += block.length;
          if (!response.write(block)) return void response.once("drain", pour);
        }
      };
      response.writeHead(200);
      pour();
    });
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({
      state: "delivered",
      attempts: [{ response_body: "x".repeat(4_096) }],
    });
    expect(sent).toBeLessThan(32 * 1_024 * 1_024);
  });
});

describe("a receiver that does not answer", () => {
  test("is tried again after a reset", async () => {
    const { only } = await notified((response, index) =>
      index === 0 ? response.socket?.resetAndDestroy() : response.writeHead(200).end(),
    );
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({
      state: "pending",
      attempts: [{ status: null, error: expect.any(String) }],
    });
    deliveries.pass(5_000);
    await deliveries.deliverDue();
    expect(await only()).toMatchObject({ state: "delivered", attempt: 2 });
  });

  test.each<[string, AnswerScript]>([
    ["says nothing", () => {}],
    ["drips its header", drip((response) => void response.socket?.write("HTTP/1.1 200 OK\r\nx-drip: "))],
  ])("in time, because it %s, is cut off at the deadline and left alone for a minute", async (_, script) => {
    const { only } = await notified(script);
    await deliveries.deliverDue({ webhookDeadlineMs: 300 });
    expect(await only()).toMatchObject({
      state: "pending",
      next_attempt_at: new Date(deliveries.clock().getTime() + minuteMs),
      attempts: [{ status: null, error: expect.stringMatching(/timeout|stalled/) }],
    });
  });

  test.each([
    [200, "delivered"],
    [500, "pending"],
  ])("to its end is judged by its status alone: %i is %s", async (status, state) => {
    const { only } = await notified(drip((response) => void response.writeHead(status).write("x")));
    await deliveries.deliverDue({ webhookDeadlineMs: 300 });
    const delivery = await only();
    expect(delivery).toMatchObject({ state, attempts: [{ status }] });
    // Cut off at the deadline, with what had come by then.
    expect(delivery?.attempts[0]?.duration_ms).toBeGreaterThanOrEqual(300);
    expect(delivery?.attempts[0]?.response_body).toMatch(/^xy/);
  });

  test("at an address that is not public is refused, unless it is allowed", async () => {
    const receiver = await startReceiver(statuses(200));
    const { publisherId } = await deliveries.newReceiver([receiver.url]);
    await deliveries.notify(publisherId);
    const guard = { allowAddresses: [], resolve: [], connectTo: [], extraCa: [] };
    const egress = await openGuardedEgress({ ...guard, clock: deliveries.clock });
    onTestFinished(() => egress.close());
    await deliveries.deliverDue({ egress });
    expect(receiver.requests).toEqual([]);
    expect(await deliveries.deliveriesOf(publisherId)).toMatchObject([
      { state: "pending", attempts: [{ status: null, error: expect.stringContaining("address.blocked") }] },
    ]);
  });
});

test("plain http is refused at an address that is public but not allowed, however its name was judged before", async () => {
  const receiver = await startReceiver(statuses(200));
  const { port } = new URL(receiver.url);
  const { publisherId } = await deliveries.newReceiver([`http://moved.example:${port}/hook`]);
  await deliveries.notify(publisherId);
  const rules = { allowAddresses: ["127.0.0.1/32"], connectTo: [], extraCa: [], onlyAllowed: true };
  const moved = [`moved.example:${port}:192.0.43.7`];
  const egress = await openGuardedEgress({ ...rules, resolve: moved, clock: deliveries.clock });
  onTestFinished(() => egress.close());
  await deliveries.deliverDue({ egress });
  expect(await deliveries.deliveriesOf(publisherId)).toMatchObject([
    { attempts: [{ status: null, error: expect.stringContaining("Plain http is only for addresses") }] },
  ]);
  deliveries.pass(5_000);
  const back = [`moved.example:${port}:127.0.0.1`];
  const allowed = await openGuardedEgress({ ...rules, resolve: back, clock: deliveries.clock });
  onTestFinished(() => allowed.close());
  await deliveries.deliverDue({ egress: allowed });
  expect(receiver.requests).toHaveLength(1);
});

describe("secrets in rotation", () => {
  test("both sign until the old one ends, and a receiver with either accepts", async () => {
    const { receiver, publisherId, webhook } = await notified(statuses(200));
    const { id } = webhook.endpoint;
    const previousUntil = new Date(deliveries.clock().getTime() + 24 * hourMs);
    const { store, box } = deliveries;
    const rotated = await rotateSecret(store.db, box, { id, owner: publisherId, previousUntil });
    const accepted = (secret: string) => {
      const { id: noticeId, signature } = signedHeadersOf(receiver);
      const body = receiver.requests.at(-1)?.body ?? "";
      return signature.split(" ").includes(new Webhook(secret).sign(noticeId, deliveries.clock(), body));
    };
    await deliveries.deliverDue();
    expect([accepted(webhook.secret), accepted(rotated?.secret ?? "")]).toEqual([true, true]);
    deliveries.pass(24 * hourMs);
    await deliveries.notify(publisherId);
    await deliveries.deliverDue();
    expect([accepted(webhook.secret), accepted(rotated?.secret ?? "")]).toEqual([false, true]);
  });

  test("are verified by the reference library with the headers as sent", async () => {
    // The library compares with the real time.
    deliveries.pass(Date.now() - deliveries.clock().getTime());
    const { receiver, webhook } = await notified(statuses(200));
    await deliveries.deliverDue();
    const { headers = {}, body = "" } = receiver.requests[0] ?? {};
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(webhook.secret).verify(body, flat)).toMatchObject({ type: "incident.opened" });
    expect(() => new Webhook(webhook.secret).verify(`${body} `, flat)).toThrow();
  });
});

test("an attempt made under a claim that has ended is not recorded, and what is claimed anew is made again", async () => {
  const { store, clock } = deliveries;
  const { receiver, only } = await notified((response, index) => {
    response.writeHead(200);
    // While the first attempt is under way its claim ends and another notifier takes the delivery.
    if (index > 0) return void response.end();
    deliveries.pass(2 * minuteMs);
    const request = { kind: "delivery", limit: 100, leaseMs: minuteMs, now: clock() } as const;
    void claimDue(store.db, request).then(() => response.end());
  });
  await deliveries.deliverDue();
  expect(await only()).toMatchObject({ state: "pending", attempt: 0, attempts: [] });
  deliveries.pass(minuteMs);
  await deliveries.deliverDue();
  expect(await only()).toMatchObject({ state: "delivered", attempt: 1 });
  expect(new Set(idsOf(receiver)).size).toBe(1);
});

function signedHeadersOf({ requests }: TestReceiver): { readonly id: string; readonly signature: string } {
  const headers = requests.at(-1)?.headers ?? {};
  expect(headers["webhook-timestamp"]).toBe(String(Math.floor(deliveries.clock().getTime() / 1_000)));
  return { id: String(headers["webhook-id"]), signature: String(headers["webhook-signature"]) };
}

/** Begins an answer so, and then sends a byte now and then for ever. */
function drip(begin: AnswerScript): AnswerScript {
  return (response, index) => {
    begin(response, index);
    const { socket } = response;
    const timer = setInterval(() => (response.headersSent ? response.write("y") : socket?.write("y")), 20);
    socket?.once("close", () => clearInterval(timer));
  };
}
