import { z } from "zod";
import { publisherSchema } from "./account-schema.ts";
import { instant, pageQuery, search } from "./basics.ts";
import { endedCertificate, story } from "./examples/story.ts";
import { hostSchema } from "./host-schema.ts";
import { exampleOf, withExample } from "./with-example.ts";

const count = z.int().nonnegative();

/** A host as ops sees it. */
export const fleetHostSchema = hostSchema
  .extend({
    feeds: count.meta({ description: "Feeds that depend on it, whoever watches them." }),
    firstSeenAt: instant,
    lastSeenAt: instant,
    dueAt: instant.nullable().meta({
      description: "When its certificates are due to be checked; null when it is off the schedule.",
    }),
  })
  .meta({ id: "FleetHost" });

/** What the list of certificates may be narrowed by. */
export const fleetCertificateQuery = pageQuery.extend({
  search: search("Part of the subject, of the issuer, or of a name that it is good for."),
  days: z.coerce
    .number("days must be a number from 0 to 3650")
    .int("days must be a whole number from 0 to 3650")
    .min(0, "days must be at least 0")
    .max(3650, "days must be at most 3650")
    .optional()
    .meta({ description: "Only what ends within so many days, or has ended." }),
});

/** A leaf certificate in use. */
export const fleetCertificateSchema = z
  .object({
    fingerprint256: z.string(),
    subject: z.string(),
    issuer: z.string(),
    subjectAltNames: z.array(z.string()),
    notBefore: instant,
    notAfter: instant,
    serialNumber: z.string(),
    firstSeenAt: instant,
    lastSeenAt: instant,
    hosts: count.meta({ description: "How many hosts serve it." }),
    samples: z.array(z.string()).max(20).meta({ description: "Up to 20 of them, as host:port." }),
  })
  .meta({ id: "FleetCertificate" });

/** What the list of accounts with their use may be narrowed by. */
export const fleetPublisherQuery = pageQuery.extend({
  search: search("Part of the name or e-mail address."),
});

/** An account with what it has. */
export const fleetPublisherSchema = publisherSchema
  .extend({
    feeds: count,
    endpoints: count.meta({ description: "Webhooks and e-mail addresses." }),
    endpointsDisabled: count,
    incidentsOpen: count,
    lastSeenAt: instant.nullable().meta({ description: "The last use of any of its keys, to the minute." }),
  })
  .meta({ id: "FleetPublisher" });

withExample(fleetHostSchema, {
  ...exampleOf(hostSchema),
  feeds: 212,
  firstSeenAt: story.joinedAt,
  lastSeenAt: story.lastLookAt,
  dueAt: "2026-11-25T00:11:00.512Z",
});
withExample(fleetCertificateSchema, {
  ...endedCertificate,
  firstSeenAt: story.joinedAt,
  lastSeenAt: story.lastLookAt,
  hosts: 2,
  samples: [`${story.host}:443`, "artwork.harbouraudio.example:443"],
});
withExample(fleetPublisherSchema, {
  ...exampleOf(publisherSchema),
  feeds: 2,
  endpoints: 2,
  endpointsDisabled: 0,
  incidentsOpen: 1,
  lastSeenAt: "2026-11-25T00:09:00.000Z",
});
