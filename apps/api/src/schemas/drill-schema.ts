import { z } from "zod";
import { instant, uuid } from "./basics.ts";

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
