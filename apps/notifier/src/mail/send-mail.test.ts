import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openDeliveries } from "../../test/open-deliveries.ts";
import { reply, startSmtp } from "../../test/start-smtp.ts";
import { openMailer } from "./open-mailer.ts";

const deliveries = await openDeliveries();
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

beforeEach(() => deliveries.reset());

function mailerFor(url: string) {
  const mailer = openMailer({ url });
  onTestFinished(mailer.close);
  return mailer;
}

describe("a notice to an e-mail address", () => {
  test("is sent once, in words, and logged like any attempt", async () => {
    const smtp = await startSmtp();
    const { publisherId } = await deliveries.newReceiver([], "alice@mail.example");
    const id = await deliveries.notify(publisherId);
    const mailer = mailerFor(smtp.url);
    expect(await deliveries.deliverDue({ mailer })).toBe(1);
    expect(await deliveries.deliverDue({ mailer })).toBe(0);
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]).toMatchObject({
      to: ["alice@mail.example"],
      parsed: { subject: "[Earshot] It broke." },
    });
    expect(smtp.mails[0]?.parsed.messageId).toContain(id);
    expect(await deliveries.deliveriesOf(publisherId)).toMatchObject([
      { state: "delivered", url_host: "mail.example", attempts: [{ attempt: 1, status: 250, error: null }] },
    ]);
  });

  test("outlives greylisting as the same mail", async () => {
    let refusals = 1;
    const smtp = await startSmtp({
      onRcptTo: (_to, _session, done) => done(refusals-- > 0 ? reply(450, "Come back later") : null),
    });
    const { publisherId, email } = await deliveries.newReceiver([], "alice@mail.example");
    const id = await deliveries.notify(publisherId);
    const mailer = mailerFor(smtp.url);
    await deliveries.deliverDue({ mailer });
    expect(await deliveries.deliveriesOf(publisherId)).toMatchObject([
      { state: "pending", attempts: [{ status: 450, response_body: "450 Come back later" }] },
    ]);
    deliveries.pass(5_000);
    await deliveries.deliverDue({ mailer });
    expect(smtp.mails.map(({ parsed }) => parsed.messageId)).toEqual([expect.stringContaining(id)]);
    expect(await deliveries.deliveriesOf(publisherId)).toMatchObject([{ state: "delivered", attempt: 2 }]);
    expect(await deliveries.endpoint(email?.id ?? "")).toMatchObject({ failures: 0, first_failure_at: null });
  });

  test("fails for good where the recipient is refused for good, and after days of that the address is disabled", async () => {
    const smtp = await startSmtp({ onRcptTo: (_to, _session, done) => done(reply(550, "No such user")) });
    const { publisherId, email } = await deliveries.newReceiver([], "alice@mail.example");
    const mailer = mailerFor(smtp.url);
    const failOnce = async () => {
      await deliveries.notify(publisherId);
      await deliveries.deliverDue({ mailer });
    };
    await failOnce();
    const [first] = await deliveries.deliveriesOf(publisherId);
    expect(first).toMatchObject({ state: "failed", next_attempt_at: null, attempts: [{ status: 550 }] });
    for (let failures = 1; failures < 9; failures++) await failOnce();
    deliveries.pass(5 * dayMs);
    expect(await deliveries.endpoint(email?.id ?? "")).toMatchObject({ enabled: true, failures: 9 });
    await failOnce();
    await deliveries.addWebhook(publisherId, "https://hooks.example/");
    expect(await deliveries.endpoint(email?.id ?? "")).toMatchObject({
      enabled: false,
      disabled_reason: "it has failed for five days",
    });
    await deliveries.relay();
    const last = (await deliveries.deliveriesOf(publisherId)).at(-1);
    expect(last).toMatchObject({ type: "endpoint.disabled", url_host: "hooks.example" });
    expect(last?.summary).toMatch(/^Your e-mail address at mail\.example was disabled/);
    expect(last?.summary).not.toContain("alice");
  });

  test("waits on the schedule while no mail server is set, says what to do, and blames nobody", async () => {
    const { publisherId, email } = await deliveries.newReceiver([], "alice@mail.example");
    await deliveries.notify(publisherId);
    await deliveries.deliverDue();
    const [delivery] = await deliveries.deliveriesOf(publisherId);
    expect(delivery).toMatchObject({
      state: "pending",
      last_error: expect.stringContaining("must set SMTP_URL"),
    });
    expect(await deliveries.endpoint(email?.id ?? "")).toMatchObject({ failures: 0, first_failure_at: null });
    const smtp = await startSmtp();
    deliveries.pass(minuteMs);
    await deliveries.deliverDue({ mailer: mailerFor(smtp.url) });
    expect(smtp.mails).toHaveLength(1);
  });
});
