import { noticeColours } from "./notice-colour.ts";
import { headingOf, type NoticeMessage } from "./notice-message.ts";
import { sampleLines } from "./sample-lines.ts";

const descriptionMax = 4_000;

/** A message for a Discord webhook: one embed. No mention is ever resolved, and Markdown in titles is escaped. */
export function renderDiscord(message: NoticeMessage): unknown {
  const lines = [message.data.summary, ...sampleLines(message.data).map((line) => `• ${line}`)];
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: headingOf(message),
        description: lines.map(escapeMarkdown).join("\n").slice(0, descriptionMax),
        color: noticeColours[message.type],
        timestamp: message.occurredAt.toISOString(),
        footer: { text: message.id },
      },
    ],
  };
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\*_~`|>[\]()#]/g, "\\$&");
}
