import { z } from "zod";
import { instant, uuid } from "./basics.ts";
import { feedSchema } from "./feed-schema.ts";

/** How a feed stands, as anybody may see it. */
export const publicStatusSchema = z
  .object({
    id: uuid,
    title: z.string().nullable(),
    state: z.enum(["operational", "degraded", "outage", "unknown"]),
    checkedAt: instant.nullable(),
    episodes: z.int().nonnegative(),
    enclosures: feedSchema.shape.enclosures,
    incidents: z
      .array(
        z.object({
          kind: z.enum(["certificate", "host", "feed"]),
          since: instant,
          resolvedAt: instant.nullable(),
        }),
      )
      .meta({ description: "Those of the last 90 days, latest first; 20 at most." }),
  })
  .meta({ id: "PublicStatus" });

/** Whether the account's calendar can be read, and since when. */
export const calendarSchema = z
  .object({ createdAt: instant.nullable().meta({ description: "null: there is none." }) })
  .meta({ id: "Calendar" });

/** A calendar just opened: the only answer that ever holds its address. */
export const openedCalendar = z
  .object({
    createdAt: instant,
    url: z.string().meta({
      description: "Subscribe to it in a calendar program. Shown only now; whoever has it reads it.",
    }),
  })
  .meta({ id: "OpenedCalendar" });
