import { z } from "zod";
import { rowId } from "./basics.ts";
import { story } from "./examples/story.ts";
import { withExample } from "./with-example.ts";

const count = z.int().nonnegative();
const byMinute = z.array(count).max(60);

const queueItem = z
  .object({
    name: z.string(),
    counts: z.object({ waiting: count, active: count, delayed: count, failed: count }),
    paused: z.boolean(),
    oldestAgeMs: z.number().nullable().meta({
      description: "Age of the job that has been due longest without being started; null when none waits.",
    }),
    rate: z
      .object({
        completedPerMinute: count,
        failedPerMinute: count,
        completedByMinute: byMinute,
        failedByMinute: byMinute,
      })
      .meta({ description: "Of the last whole minute, and by minute for up to an hour, the latest first." }),
  })
  .meta({ id: "Queue" });

const busyHost = z
  .object({
    hostId: rowId,
    hostname: z.string(),
    port: z.int(),
    inFlight: count.meta({ description: "Requests in flight over the whole fleet." }),
    queuedMs: z.number().nonnegative().meta({
      description: "How far ahead its slots are given out: what joins its queue now waits that long.",
    }),
  })
  .meta({ id: "BusyHost" });

const parkedHost = z
  .object({
    hostId: rowId,
    hostname: z.string(),
    port: z.int(),
    enclosures: count.meta({ description: "Enclosure URLs whose last redirect chain crossed it." }),
  })
  .meta({ id: "ParkedHost", description: "A host in an open incident, which speaks for what is behind it." });

/** The queues, and the hosts that hold them up. */
export const queuesSchema = z.object({
  items: z.array(queueItem),
  hosts: z.object({ busiest: z.array(busyHost), parked: z.array(parkedHost) }),
  next: z.null(),
});

withExample(queuesSchema, {
  items: [
    {
      name: "enclosure.probe",
      counts: { waiting: 12, active: 8, delayed: 0, failed: 1 },
      paused: false,
      oldestAgeMs: 1_840,
      rate: {
        ...{ completedPerMinute: 412, failedPerMinute: 0 },
        ...{ completedByMinute: [412, 398, 405], failedByMinute: [0, 1, 0] },
      },
    },
  ],
  hosts: {
    busiest: [{ hostId: "12", hostname: story.prefix, port: 443, inFlight: 4, queuedMs: 7_200 }],
    parked: [{ hostId: "318", hostname: story.host, port: 443, enclosures: 3_904 }],
  },
  next: null,
});
