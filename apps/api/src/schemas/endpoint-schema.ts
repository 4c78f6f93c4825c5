import { noticeTypes } from "@earshot/domain";
import { z } from "zod";
import { instant, severity, uuid } from "./basics.ts";
import { story } from "./examples/story.ts";
import { noticeType } from "./notice-schema.ts";
import { exampleOf, withExample } from "./with-example.ts";

const types = z
  .array(z.enum(noticeTypes, `is none of ${noticeTypes.join(", ")}`))
  .min(1, "name at least one type, or leave types out for all of them")
  .overwrite((given) => [...new Set(given)])
  .meta({ description: "Which notices to send; all of them when left out." });

const severities = z
  .array(severity)
  .min(1, "name at least one severity, or leave severities out for all of them")
  .overwrite((given) => [...new Set(given)])
  .meta({ description: "Which severities to send; all when left out. Notices without one are always sent." });

const feedIdsMax = 200;

const feedIds = z
  .array(uuid)
  .min(1, "name at least one feed, or leave feedIds out for all of them")
  .max(feedIdsMax)
  .overwrite((given) => [...new Set(given)])
  .meta({
    description:
      "Only notices that concern one of these feeds, by id; all when left out. Notices about no feed are always sent.",
  });

const style = z
  .enum(["standard", "slack", "discord"], "is none of standard, slack, discord")
  .meta({ description: "Our own JSON, or a message for a Slack or Discord incoming webhook." });

const url = z.string("give the URL of the endpoint").min(1, "give the URL of the endpoint");

/** The body that adds an endpoint. */
export const newEndpoint = z
  .strictObject({
    url,
    types: types.optional(),
    severities: severities.optional(),
    feedIds: feedIds.optional(),
    style: style.default("standard"),
  })
  .meta({ id: "NewWebhookEndpoint", examples: [{ url: "https://example.org/hooks/earshot" }] });

/** The body that changes an endpoint. */
export const endpointChange = z
  .strictObject({
    url: url.optional(),
    types: types.nullable().optional(),
    severities: severities.nullable().optional(),
    feedIds: feedIds.nullable().optional(),
    style: style.optional(),
    enabled: z.boolean().optional(),
  })
  .refine(
    (change) => Object.keys(change).length > 0,
    "give at least one of url, types, severities, feedIds, style, enabled",
  )
  .meta({ id: "WebhookEndpointChange", examples: [{ types: ["incident.opened"], enabled: true }] });

/** An endpoint without its secret. */
export const endpointSchema = z
  .object({
    id: uuid,
    publisherId: uuid,
    kind: z
      .enum(["webhook", "email"])
      .meta({ description: "An e-mail address is set by ops; its publisher may switch it off." }),
    url: z.string().meta({ description: "A mailto: URL for an e-mail address." }),
    types: z.array(noticeType).nullable().meta({ description: "null: all of them." }),
    severities: z.array(severity).nullable().meta({ description: "null: all of them." }),
    feedIds: z.array(uuid).nullable().meta({ description: "null: all of them." }),
    style,
    enabled: z.boolean(),
    disabledReason: z.string().nullable(),
    verified: z.boolean().meta({
      description:
        "Whether anything has arrived at this URL yet, as the test notice sent at its creation should.",
    }),
    failingSince: instant.nullable().meta({ description: "The first failure since the last success." }),
    failures: z.int().meta({ description: "Failed attempts in a row." }),
    createdAt: instant,
  })
  .meta({ id: "WebhookEndpoint" });

const secret = z
  .string()
  .meta({ description: "Shown only now: `whsec_` and base64 (Standard Webhooks 1.0)." });

/** An endpoint just made, with its secret. */
export const createdEndpoint = endpointSchema.extend({ secret }).meta({ id: "CreatedWebhookEndpoint" });

/** A rotated secret. */
export const rotatedSecret = z
  .object({
    id: uuid,
    secret,
    previousSignsUntil: instant.meta({ description: "Until then notices carry both signatures." }),
  })
  .meta({ id: "RotatedSecret" });

/** The body that has an endpoint's notices sent again. */
export const resendRequest = z
  .strictObject({ since: instant.meta({ description: "Notices written at this instant or later." }) })
  .meta({ id: "ResendRequest", examples: [{ since: "2026-11-23T00:00:00.000Z" }] });

/** How many are on their way again. */
export const askedResend = z
  .object({
    endpointId: uuid,
    deliveries: z
      .int()
      .meta({ description: "How many are on their way again, those missed while it was disabled included." }),
    hasMore: z.boolean().meta({
      description: "Whether there may be more: the oldest come first, ask again with a later `since`.",
    }),
  })
  .meta({ id: "AskedResend" });

/** Which test notice was asked for. */
export const askedTest = z.object({ endpointId: uuid, noticeId: uuid }).meta({ id: "AskedTest" });

const secretExample = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

withExample(endpointSchema, {
  id: story.endpointId,
  publisherId: story.publisherId,
  kind: "webhook",
  url: story.webhookUrl,
  types: null,
  severities: ["outage"],
  feedIds: null,
  style: "standard",
  enabled: true,
  disabledReason: null,
  verified: true,
  failingSince: null,
  failures: 0,
  createdAt: story.joinedAt,
});
withExample(createdEndpoint, { ...exampleOf(endpointSchema), verified: false, secret: secretExample });
withExample(rotatedSecret, {
  id: story.endpointId,
  secret: secretExample,
  previousSignsUntil: "2026-11-26T09:30:00.000Z",
});
withExample(askedResend, { endpointId: story.endpointId, deliveries: 4, hasMore: false });
withExample(askedTest, { endpointId: story.endpointId, noticeId: story.noticeId });
