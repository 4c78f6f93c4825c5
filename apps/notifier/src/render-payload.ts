import { type NoticeMessage, readMessage, type StoredNotice } from "./notice-message.ts";
import { renderDiscord } from "./render-discord.ts";
import { renderSlack } from "./render-slack.ts";

/** How an endpoint wants its notices: our own JSON, or a message for a Slack or Discord incoming webhook. */
export type PayloadStyle = "standard" | "slack" | "discord";

const chatRenderers: Record<Exclude<PayloadStyle, "standard">, (message: NoticeMessage) => unknown> = {
  slack: renderSlack,
  discord: renderDiscord,
};

/** The request body for one notice in the style that the endpoint asked for. */
export function renderPayload(style: PayloadStyle, notice: StoredNotice): string {
  return style === "standard"
    ? renderStandard(notice)
    : JSON.stringify(chatRenderers[style](readMessage(notice)));
}

/**
 * Standard Webhooks 1.0: `{"type","timestamp","data"}`; the timestamp is when it happened, not when it was sent. The data
 * goes out as it was written: reading and writing it again would be a tenth of a delivery's cost.
 */
function renderStandard({ type, occurredAt, json }: StoredNotice): string {
  return `{"type":"${type}","timestamp":"${occurredAt.toISOString()}","data":${json}}`;
}
