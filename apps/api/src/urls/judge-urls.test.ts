import { parseAddressRange, parseConnectTo, parseResolveOverride } from "@earshot/egress";
import { afterAll, describe, expect, test } from "vitest";
import { openUrlJudges } from "./open-url-judges.ts";

const { judgeFeedUrl, judgeWebhookUrl, close } = openUrlJudges({
  allow: [],
  webhookAllow: ["127.0.0.1/32:9000", "10.1.0.0/16"].map(parseAddressRange),
  own: [],
  resolve: [
    "show.localhost:443:93.184.216.34",
    "inside.example::10.1.2.3",
    "mixed.example::10.1.2.3,93.184.216.34",
    "outside.example::93.184.216.34",
  ].map(parseResolveOverride),
  connectTo: [parseConnectTo("routed.example::127.0.0.1:9000")],
});
afterAll(close);

describe("feed URLs", () => {
  test.each([
    ["https://example.org/feed.xml", "https://example.org/feed.xml"],
    [" HTTPS://Example.org/feed?a=1#top ", "https://example.org/feed?a=1"],
    ["http://example.org", "http://example.org/"],
    ["https://93.184.216.34/feed", "https://93.184.216.34/feed"],
    ["https://show.localhost/feed", "https://show.localhost/feed"],
  ])("%s is accepted as %s", async (text, url) => {
    expect(await judgeFeedUrl(text)).toEqual({ accepted: true, url });
  });

  test.each([
    ["feed.xml", "not an absolute URL"],
    ["ftp://example.org/feed", 'scheme "ftp"'],
    ["https://user:secret@example.org/feed", "user name or password"],
    ["http://127.0.0.1/feed", "not a public address"],
    ["http://2130706433/feed", "not a public address"],
    ["http://[::1]/feed", "not a public address"],
    ["http://169.254.169.254/latest", "not a public address"],
    ["http://localhost:8080/feed", "the machine itself"],
    ["https://printer.localhost/feed", "the machine itself"],
    ["http://93.184.216.34:25/feed", "Port 25"],
    [`https://example.org/${"a".repeat(2_048)}`, "at most 2048"],
  ])("%s is refused: %s", async (text, reason) => {
    expect(await judgeFeedUrl(text)).toMatchObject({
      accepted: false,
      reason: expect.stringContaining(reason),
    });
  });

  test("a refusal does not repeat a password", async () => {
    expect(JSON.stringify(await judgeFeedUrl("https://user:hunter2@example.org/"))).not.toContain("hunter2");
  });
});

describe("webhook URLs", () => {
  test.each([
    "https://example.org/hook",
    "http://127.0.0.1:9000/hook",
    "https://10.1.0.9/hook",
    "http://inside.example/hook",
    "http://routed.example/hook",
  ])("%s is accepted", async (text) => {
    expect(await judgeWebhookUrl(text)).toMatchObject({ accepted: true });
  });

  test.each([
    ["http://outside.example/hook", "must be https"],
    ["http://127.0.0.1:9001/hook", "not a public address"],
    ["https://127.0.0.1:9001/hook", "EARSHOT_WEBHOOK_ALLOW_ADDRESSES"],
    ["http://93.184.216.34/hook", "must be https"],
    ["http://mixed.example/hook", "must be https"],
    ["http://localhost:9000/hook", "the machine itself"],
    ["https://user@example.org/hook", "user name or password"],
  ])("%s is refused: %s", async (text, reason) => {
    expect(await judgeWebhookUrl(text)).toMatchObject({
      accepted: false,
      reason: expect.stringContaining(reason),
    });
  });
});
