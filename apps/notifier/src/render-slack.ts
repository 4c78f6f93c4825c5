import { noticeColours } from "./notice-colour.ts";
import { headingOf, type NoticeMessage } from "./notice-message.ts";
import { sampleLines } from "./sample-lines.ts";

const textMax = 2_900;

/**
 * A message for a Slack incoming webhook: `text` for notifications, and one attachment with blocks. Text is escaped
 * as Slack asks (`&`, `<`, `>`), so a show's title can neither link nor mention anybody.
 */
export function renderSlack(message: NoticeMessage): unknown {
  const summary = escapeSlack(message.data.summary);
  const samples = sampleLines(message.data).map((line) => `• ${escapeSlack(line)}`);
  const blocks = [
    section(`*${headingOf(message)}*\n${summary}`),
    ...(samples.length === 0 ? [] : [section(samples.join("\n"))]),
    {
      type: "context",
      elements: [{ type: "mrkdwn", text: `${message.occurredAt.toISOString()} · ${message.id}` }],
    },
  ];
  const colour = `#${noticeColours[message.type].toString(16).padStart(6, "0")}`;
  return { text: summary, attachments: [{ color: colour, blocks }] };
}

function section(text: string): unknown {
  return { type: "section", text: { type: "mrkdwn", text: text.slice(0, textMax) } };
}

function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
