import { digestType, noticeTypes } from "@earshot/domain";
import { z } from "zod";
import { instant, pageQuery, rowId, uuid } from "./basics.ts";
import { story, summary } from "./examples/story.ts";
import { withExample } from "./with-example.ts";

const state = z.enum(["pending", "delivered", "failed", "cancelled"]);

/** What a list of deliveries may be narrowed by. */
export const deliveryQuery = pageQuery.extend({
  endpointId: uuid.optional(),
  incidentId: uuid.optional(),
  state: state.optional(),
});

/** A notice on its way to an endpoint, with every attempt. */
export const deliverySchema = z
  .object({
    id: rowId,
    publisherId: uuid,
    endpointId: uuid,
    endpointHost: z.string(),
    notice: z.object({
      id: uuid.meta({ description: "The `webhook-id` of every attempt." }),
      type: z.enum([...noticeTypes, digestType]),
      summary: z.string(),
      incidentId: uuid.nullable(),
    }),
    state,
    createdAt: instant,
    deliveredAt: instant.nullable(),
    nextAttemptAt: instant.nullable(),
    attempts: z.array(
      z.object({
        number: z.int(),
        at: instant,
        status: z.int().nullable(),
        error: z.string().nullable(),
        durationMs: z.int(),
        responseBody: z.string().nullable().meta({ description: "At most 4 KiB." }),
      }),
    ),
  })
  .meta({ id: "Delivery" });

withExample(deliverySchema, {
  id: "48213",
  publisherId: story.publisherId,
  endpointId: story.endpointId,
  endpointHost: "ops.harbouraudio.example",
  notice: {
    id: story.noticeId,
    type: "incident.opened",
    summary,
    incidentId: story.incidentId,
  },
  state: "delivered",
  createdAt: "2026-11-25T00:00:00.402Z",
  deliveredAt: "2026-11-25T00:00:05.733Z",
  nextAttemptAt: null,
  attempts: [
    {
      number: 1,
      at: "2026-11-25T00:00:00.618Z",
      status: 503,
      error: "The endpoint answered 503 instead of 2xx.",
      durationMs: 184,
      responseBody: "upstream is restarting",
    },
    {
      number: 2,
      at: "2026-11-25T00:00:05.733Z",
      status: 204,
      error: null,
      durationMs: 41,
      responseBody: "",
    },
  ],
});
