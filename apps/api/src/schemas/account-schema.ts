import { z } from "zod";
import { instant, uuid } from "./basics.ts";
import { story } from "./examples/story.ts";
import { exampleOf, withExample } from "./with-example.ts";

const role = z.enum(["publisher", "ops"]);

const email = z.email("is not an e-mail address").max(254);

/** The body that makes an account. */
export const newPublisher = z
  .strictObject({
    name: z.string("give the account a name").trim().min(1, "give the account a name").max(200),
    email: email.optional().meta({ description: "Gets every notice; you vouch that it is theirs." }),
  })
  .meta({ id: "NewPublisher", examples: [{ name: "Example Radio" }] });

/** The body that changes an account. */
export const publisherChange = z
  .strictObject({ email: email.nullable() })
  .meta({ id: "PublisherChange", examples: [{ email: "alerts@radio.example" }] });

/** An account. */
export const publisherSchema = z
  .object({ id: uuid, name: z.string(), email: z.string().nullable(), createdAt: instant })
  .meta({ id: "Publisher" });

const remindEveryMinutes = z
  .int("remindEveryMinutes must be a whole number from 5 to 10080")
  .min(5, "remindEveryMinutes must be at least 5")
  .max(10_080, "remindEveryMinutes must be at most 10080, a week")
  .nullable()
  .meta({ description: "How often to be reminded of what is open and not acknowledged; null for never." });

const weeklyDigest = z.boolean("weeklyDigest must be true or false").meta({
  description:
    "Whether your e-mail address gets a digest of each week, whatever types of notices it is narrowed to: availability of your shows, incidents, open warnings, certificates about to end. Webhooks never get one.",
});

/** One's own account with what one sets for oneself. */
export const accountSchema = publisherSchema
  .extend({ remindEveryMinutes, weeklyDigest })
  .meta({ id: "Account" });

/** The body that changes one's own account. */
export const accountChange = z
  .strictObject({ remindEveryMinutes: remindEveryMinutes.optional(), weeklyDigest: weeklyDigest.optional() })
  .meta({ id: "AccountChange", examples: [{ remindEveryMinutes: 60, weeklyDigest: true }] });

/** The body that makes a key. */
export const newApiKey = z
  .strictObject({
    publisherId: uuid.optional().meta({ description: "Your own account when left out." }),
    roles: z.array(role).min(1, "give at least one role: publisher or ops").max(2),
    expiresAt: instant.optional(),
  })
  .meta({ id: "NewApiKey", examples: [{ roles: ["publisher"] }] });

/** A key without the key itself. */
export const apiKeySchema = z
  .object({
    id: uuid,
    publisherId: uuid,
    prefix: z.string().meta({ description: "The beginning of the key, to tell keys apart." }),
    roles: z.array(role),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: "ApiKey" });

/** A key just made: the only answer that ever holds it. */
export const createdApiKey = apiKeySchema
  .extend({ key: z.string().meta({ description: "Shown only now; store it safely." }) })
  .meta({ id: "CreatedApiKey" });

withExample(publisherSchema, {
  id: story.publisherId,
  name: story.publisher,
  email: story.email,
  createdAt: story.joinedAt,
});
withExample(accountSchema, { ...exampleOf(publisherSchema), remindEveryMinutes: 60, weeklyDigest: true });
withExample(apiKeySchema, {
  id: story.keyId,
  publisherId: story.publisherId,
  prefix: "ek_3f8JqXw",
  roles: ["publisher"],
  createdAt: story.joinedAt,
  expiresAt: null,
  lastUsedAt: story.lastLookAt,
  revokedAt: null,
});
withExample(createdApiKey, {
  ...exampleOf(apiKeySchema),
  lastUsedAt: null,
  key: "ek_3f8JqXwR0aVnT5uYc2LkPz7sD1eHbM9oGqWiE4xNtA",
});
