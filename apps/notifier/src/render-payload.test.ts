import { describe, expect, it } from "vitest";
import type { StoredNotice } from "./notice-message.ts";
import { renderPayload } from "./render-payload.ts";

const data = {
  summary: "Certificate expired at media.example: listeners cannot hear 2 episodes of 1 show of yours.",
  affected: {
    shows: 1,
    episodes: 2,
    samples: [{ show: "Q&A <live> @everyone", episode: "*One*", url: "https://media.example/1.mp3" }],
  },
};

const message: StoredNotice = {
  id: "0193-notice",
  type: "incident.opened",
  occurredAt: new Date("2022-05-31T00:00:02Z"),
  json: JSON.stringify(data),
};

describe("renderPayload", () => {
  it("sends type, timestamp and data in the standard style", () => {
    expect(JSON.parse(renderPayload("standard", message))).toEqual({
      type: "incident.opened",
      timestamp: "2022-05-31T00:00:02.000Z",
      data,
    });
  });

  it("escapes what Slack would read as a link or a mention", () => {
    const body = JSON.parse(renderPayload("slack", message));
    expect(body.text).toBe(data.summary);
    expect(body.attachments[0].color).toBe("#c62828");
    expect(body.attachments[0].blocks[1].text.text).toBe("• Q&amp;A &lt;live&gt; @everyone: *One*");
  });

  it("resolves no mention in Discord and escapes Markdown", () => {
    const body = JSON.parse(renderPayload("discord", message));
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.embeds[0].description).toContain("• Q&A <live\\> @everyone: \\*One\\*");
    expect(body.embeds[0].timestamp).toBe("2022-05-31T00:00:02.000Z");
  });

  it("says in plain words that a drill is one", () => {
    const drill = { ...message, json: JSON.stringify({ ...data, drill: true }) };
    expect(JSON.parse(renderPayload("slack", drill)).attachments[0].blocks[0].text.text).toMatch(/^\*DRILL/);
    expect(JSON.parse(renderPayload("discord", drill)).embeds[0].title).toBe("DRILL · incident.opened");
  });

  it("renders a notice without samples", () => {
    const test: StoredNotice = { ...message, type: "webhook.test", json: '{"summary":"A test."}' };
    expect(JSON.parse(renderPayload("slack", test)).attachments[0].blocks).toHaveLength(2);
    expect(JSON.parse(renderPayload("discord", test)).embeds[0].description).toBe("A test.");
  });
});
