import { z } from "zod";
import { apiKeySchema, publisherSchema } from "./account-schema.ts";
import { instant } from "./basics.ts";
import { story } from "./examples/story.ts";
import { withExample } from "./with-example.ts";

/** The body that signs a browser in. */
export const newSession = z
  .strictObject({
    key: z.string("give the API key").trim().min(1, "give the API key").max(512, "this is no API key"),
  })
  .meta({ id: "NewSession", examples: [{ key: "ek_3f8Jq…" }] });

/** Who is signed in. */
export const sessionSchema = z
  .object({
    publisher: publisherSchema.pick({ id: true, name: true }),
    roles: apiKeySchema.shape.roles,
    key: apiKeySchema
      .pick({ id: true, prefix: true })
      .meta({ description: "The key that was signed in with; whatever ends it ends the session." }),
    expiresAt: instant.nullable().meta({
      description: "When the browser is signed out by itself; null for a request that brought its key.",
    }),
  })
  .meta({ id: "Session" });

withExample(sessionSchema, {
  publisher: { id: story.publisherId, name: story.publisher },
  roles: ["publisher"],
  key: { id: story.keyId, prefix: "ek_3f8JqXw" },
  expiresAt: "2026-12-02T00:05:00.000Z",
});
