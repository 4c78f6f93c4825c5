import { randomBytes } from "node:crypto";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { signWebhook } from "./sign-webhook.ts";

const makeSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
const content = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
};

describe("signWebhook", () => {
  it("equals the vector published with the reference libraries", () => {
    const headers = signWebhook(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], content);
    expect(headers).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("is accepted by a receiver that knows either secret of a rotation, and by no other", () => {
    const [current, previous, stranger] = [makeSecret(), makeSecret(), makeSecret()];
    const fresh = { ...content, at: new Date() };
    const headers = signWebhook([current, previous], fresh);
    expect(new Webhook(current).verify(fresh.body, headers)).toEqual({ test: 2_432_232_314 });
    expect(new Webhook(previous).verify(fresh.body, headers)).toEqual({ test: 2_432_232_314 });
    expect(() => new Webhook(stranger).verify(fresh.body, headers)).toThrow(WebhookVerificationError);
    expect(() => new Webhook(current).verify(`${fresh.body} `, headers)).toThrow(WebhookVerificationError);
  });
});
