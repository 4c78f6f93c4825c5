import { z } from "zod";
import { instant, uuid } from "./basics.ts";
import { story } from "./examples/story.ts";
import { withExample } from "./with-example.ts";

/** The body that begins a drill; it may be left out. */
export const drillRequest = z
  .strictObject({
    durationSeconds: z
      .int("durationSeconds must be a whole number from 1 to 3600")
      .min(1, "durationSeconds must be at least 1")
      .max(3_600, "durationSeconds must be at most 3600")
      .default(60)
      .meta({ description: "After how long it is over." }),
  })
  .nullish()
  .meta({ id: "DrillRequest", examples: [{ durationSeconds: 60 }] });

/** A drill that has begun. */
export const begunDrill = z
  .object({ id: uuid, incidentId: uuid, startedAt: instant, endsAt: instant })
  .meta({ id: "BegunDrill" });

withExample(begunDrill, {
  id: story.feedId,
  incidentId: "01a20f20-4c10-7b3d-8a55-e2f90c617d48",
  startedAt: "2026-11-24T19:55:12.080Z",
  endsAt: "2026-11-24T19:56:12.080Z",
});
