import type { Schemas } from "../../api/client.ts";

/** What a notice is about. */
export type NoticeType = Schemas["NoticeType"];

/** The notices that an endpoint may want, in words. A test is always sent when it is asked for. */
export const noticeChoices: readonly { readonly type: NoticeType; readonly words: string }[] = [
  { type: "incident.opened", words: "Something broke" },
  { type: "incident.updated", words: "An incident grew, or came back" },
  { type: "incident.resolved", words: "It is over" },
  { type: "certificate.expiring", words: "A certificate is about to end" },
  { type: "certificate.renewed", words: "It was renewed" },
  { type: "feed.changed", words: "A feed changed its nature" },
  { type: "endpoint.disabled", words: "An endpoint was switched off" },
];
