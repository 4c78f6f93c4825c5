import { z } from "zod";
import { instant, pageQuery, rowId, search, uuid, verdict } from "./basics.ts";
import { faultSchema } from "./fault-schema.ts";
import { regionalSchema } from "./regional-schema.ts";

const count = z.int().nonnegative();

/** What a list of hosts may be narrowed by. */
export const hostQuery = pageQuery.extend({
  search: search("Part of the hostname."),
  verdict: verdict.optional(),
  incident: z
    .enum(["open", "none"], "is none of open, none")
    .optional()
    .meta({ description: "Hosts in an open incident, or the others." }),
});

/** A server on the way to the audio. */
export const hostSchema = z
  .object({
    id: rowId,
    hostname: z.string(),
    port: z.int(),
    tls: z.boolean(),
    checkedAt: instant.nullable(),
    verdict: verdict.nullable(),
    faults: z.array(faultSchema),
    leafFingerprint: z.string().nullable(),
    expiresAt: instant.nullable(),
    incidentOpen: z.boolean(),
    regional: regionalSchema,
    addresses: z.array(
      z.object({
        address: z.string(),
        family: z.union([z.literal(4), z.literal(6)]),
        verdict,
        faults: z.array(faultSchema),
        tlsVersion: z.string().nullable(),
        leafFingerprint: z.string().nullable(),
        expiresAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: "Host" });

/** How far a forecast looks. */
export const forecastQuery = z.strictObject({
  days: z.coerce
    .number("days must be a number from 1 to 3650")
    .int("days must be a whole number from 1 to 3650")
    .min(1, "days must be at least 1")
    .max(3650, "days must be at most 3650")
    .default(60),
});

const endingHost = z.object({
  hostId: rowId,
  hostname: z.string(),
  port: z.int(),
  expiresAt: instant,
  certificate: z.string().nullable().meta({ description: "SHA-256 fingerprint of the leaf." }),
  shows: count,
  episodes: count,
  feeds: z
    .array(z.object({ id: uuid, title: z.string().nullable() }))
    .max(20)
    .meta({ description: "Up to 20 of the feeds that it touches." }),
});

/** What stops working on which day if nobody acts. */
export const forecastSchema = z
  .object({
    from: instant,
    until: instant,
    truncated: z.boolean().meta({ description: "More hosts end within the time than are listed (1,000)." }),
    items: z.array(
      z.object({
        date: z.iso.date().meta({ description: "The day, UTC." }),
        hosts: z.array(endingHost),
      }),
    ),
  })
  .meta({ id: "Forecast", description: "Days on which nothing ends are left out." });
