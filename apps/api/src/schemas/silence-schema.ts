import { z } from "zod";
import { instant, uuid } from "./basics.ts";
import { story } from "./examples/story.ts";
import { withExample } from "./with-example.ts";

const dayMs = 24 * 60 * 60_000;
/** A window that is planned for longer than this is forgotten rather than planned; a mute has no such bound. */
const maintenanceMsMax = 30 * dayMs;

const kind = z.enum(["maintenance", "mute"], "is none of maintenance, mute").meta({
  description: "A maintenance window has an end; a mute holds until it is lifted, or until its end.",
});
const startsAt = z.iso.datetime("give an instant, ISO 8601 in UTC");
const endsAt = z.iso.datetime("give an instant, ISO 8601 in UTC");
const note = z.string().max(500, "a note has at most 500 characters");
const host = z
  .hostname("give a host name, without a scheme or path")
  .overwrite((name) => name.toLowerCase())
  .meta({ description: "Only incidents of this host." });

/** The body that adds a silence. */
export const newSilence = z
  .strictObject({
    kind,
    startsAt: startsAt.optional().meta({ description: "Now, when left out." }),
    endsAt: endsAt.optional(),
    feedId: uuid
      .optional()
      .meta({ description: "Only incidents that touch this feed and no other of yours." }),
    host: host.optional(),
    incidentId: uuid.optional().meta({ description: "Only this incident." }),
    note: note.optional(),
  })
  .refine(({ kind: of, endsAt: end }) => of === "mute" || end !== undefined, {
    path: ["endsAt"],
    message: "a maintenance window needs an end",
  })
  .meta({
    id: "NewSilence",
    examples: [{ kind: "mute", host: "media.example.org", note: "The host knows." }],
  });

/** The body that changes a silence. */
export const silenceChange = z
  .strictObject({
    startsAt: startsAt.optional(),
    endsAt: endsAt.nullable().optional(),
    note: note.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "give at least one of startsAt, endsAt, note")
  .meta({ id: "SilenceChange", examples: [{ note: "Until the host has answered." }] });

/** A maintenance window or a mute. */
export const silenceSchema = z
  .object({
    id: uuid,
    publisherId: uuid,
    kind,
    active: z.boolean().meta({ description: "Whether it holds now." }),
    startsAt: instant,
    endsAt: instant.nullable().meta({ description: "null: until it is lifted." }),
    feedId: uuid.nullable(),
    host: z.string().nullable(),
    incidentId: uuid.nullable(),
    note: z.string().nullable(),
    createdAt: instant,
  })
  .meta({
    id: "Silence",
    description:
      "While it holds, incidents that it covers are recorded and shown, but notices of them are withheld. What is still open at its end is told then, with its original beginning; the end of what was told is always told.",
  });

/** Why these times will not do for a silence; null when they will. */
export function refuseTimes(
  of: "maintenance" | "mute",
  starts: Date,
  ends: Date | null,
): { readonly path: string; readonly message: string } | null {
  if (ends === null)
    return of === "mute" ? null : { path: "endsAt", message: "a maintenance window needs an end" };
  if (ends <= starts) return { path: "endsAt", message: "must be after startsAt" };
  const isTooLong = of === "maintenance" && ends.getTime() - starts.getTime() > maintenanceMsMax;
  return isTooLong ? { path: "endsAt", message: "a maintenance window lasts 30 days at most" } : null;
}

withExample(silenceSchema, {
  id: "01a20ed4-9f60-7c41-b7d8-4e1a06c2f359",
  publisherId: story.publisherId,
  kind: "maintenance",
  active: true,
  startsAt: "2026-11-24T22:00:00.000Z",
  endsAt: "2026-11-25T04:00:00.000Z",
  feedId: null,
  host: story.host,
  incidentId: null,
  note: "The host moves to a new load balancer.",
  createdAt: story.soundAt,
});
