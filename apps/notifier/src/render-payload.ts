import type { NoticeMessage } from "./notice-message.ts";
import { renderDiscord } from "./render-discord.ts";
import { renderSlack } from "./render-slack.ts";

/** How an endpoint wants its notices: our own JSON, or a message for a Slack or Discord incoming webhook. */
export type PayloadStyle = "standard" | "slack" | "discord";

const renderers: Record<PayloadStyle, (message: NoticeMessage) => unknown> = {
  standard: renderStandard,
  slack: renderSlack,
  discord: renderDiscord,
};

/** The request body for one notice in the style that the endpoint asked for. */
export function renderPayload(style: PayloadStyle, message: NoticeMessage): string {
  return JSON.stringify(renderers[style](message));
}

/** Standard Webhooks 1.0: `{"type","timestamp","data"}`; the timestamp is when it happened, not when it was sent. */
function renderStandard(message: NoticeMessage): unknown {
  return { type: message.type, timestamp: message.occurredAt.toISOString(), data: message.data };
}
