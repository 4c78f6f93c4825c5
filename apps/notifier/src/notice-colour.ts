import type { WrittenNoticeType } from "@earshot/domain";

/** The bar beside a chat message, as a 24-bit colour: red for trouble, amber for a warning, green for good news. */
export const noticeColours: Record<WrittenNoticeType, number> = {
  "incident.opened": 0xc62828,
  "incident.updated": 0xc62828,
  "incident.resolved": 0x2e7d32,
  "certificate.expiring": 0xf9a825,
  "certificate.renewed": 0x2e7d32,
  "feed.changed": 0xf9a825,
  "endpoint.disabled": 0xf9a825,
  "webhook.test": 0x546e7a,
  "digest.weekly": 0x546e7a,
};
