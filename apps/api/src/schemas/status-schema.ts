import { z } from "zod";
import { instant, uuid } from "./basics.ts";
import { story } from "./examples/story.ts";
import { feedSchema } from "./feed-schema.ts";
import { withExample } from "./with-example.ts";

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

withExample(publicStatusSchema, {
  id: story.feedId,
  title: story.show,
  state: "degraded",
  checkedAt: "2026-11-25T06:00:00.000Z",
  episodes: 118,
  enclosures: { total: 118, healthy: 116, degraded: 2, unreachable: 0, inconclusive: 0, unprobed: 0 },
  incidents: [{ kind: "certificate", since: story.seenAt, resolvedAt: story.renewedAt }],
});
withExample(calendarSchema, { createdAt: story.joinedAt });
withExample(openedCalendar, {
  createdAt: story.joinedAt,
  url: "https://earshot.example/v1/calendar/9vYw3KqT0bXr5NzL2cHdJ8mFuG1sPaEiRoVtMnCxZyQ/certificates.ics",
});
