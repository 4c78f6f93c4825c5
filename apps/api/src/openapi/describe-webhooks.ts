import { type NoticeType, noticeTypes } from "@earshot/domain";
import { z } from "zod";
import { instant } from "../schemas/basics.ts";
import { noticeExamples } from "../schemas/examples/notice-examples.ts";
import {
  certificateNoticeData,
  endpointNoticeData,
  feedNoticeData,
  incidentNoticeData,
  testNoticeData,
} from "../schemas/notice-schema.ts";

const dataSchemas = {
  "incident.opened": incidentNoticeData,
  "incident.updated": incidentNoticeData,
  "incident.resolved": incidentNoticeData,
  "certificate.expiring": certificateNoticeData,
  "certificate.renewed": certificateNoticeData,
  "feed.changed": feedNoticeData,
  "endpoint.disabled": endpointNoticeData,
  "webhook.test": testNoticeData,
} as const satisfies Record<NoticeType, z.ZodType>;

const signatureHeaders = [
  ["webhook-id", "The notice's id: the same on every attempt, so that a receiver can drop what it has."],
  ["webhook-timestamp", "When this attempt was made, in seconds since 1970."],
  [
    "webhook-signature",
    "`v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation.",
  ],
] as const;

/** The `webhooks` section of the OpenAPI document: the requests that endpoints of style `standard` receive. */
export function describeWebhooks(): Record<string, unknown> {
  return Object.fromEntries(noticeTypes.map((type) => [type, { post: describeNotice(type) }]));
}

function describeNotice(type: NoticeType) {
  const payload = z.object({ type: z.literal(type), timestamp: instant, data: dataSchemas[type] });
  const data = noticeExamples[type];
  const example = { type, timestamp: data.occurredAt, data };
  return {
    summary: `A ${type} notice`,
    description: "Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.",
    security: [],
    parameters: signatureHeaders.map(([name, description]) => ({
      name,
      in: "header",
      required: true,
      description,
      schema: { type: "string" },
    })),
    requestBody: {
      required: true,
      content: { "application/json": { schema: inlineSchema(payload), example } },
    },
    responses: {
      "2XX": { description: "Taken." },
      "410": { description: "Stop: the endpoint is disabled." },
    },
  };
}

/** Spelled out, and open to further fields: receivers must not break when a notice learns to say more. */
function inlineSchema(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: "input", reused: "inline", metadata: z.registry() });
}
