import { type AttemptRow, type Db, type DeliveryView, readAttempts } from "@earshot/storage";
import type { z } from "zod";
import type { deliverySchema } from "../../schemas/delivery-schema.ts";

/** A delivery as the API gives it. */
export type DeliveryItem = z.output<typeof deliverySchema>;

/** Renders deliveries, together, with their attempts. */
export async function renderDeliveries(db: Db, deliveries: readonly DeliveryView[]): Promise<DeliveryItem[]> {
  const attempts = await readAttempts(
    db,
    deliveries.map(({ id }) => id),
  );
  const byDelivery = Map.groupBy(attempts, ({ delivery_id }) => delivery_id);
  return deliveries.map((delivery) => renderDelivery(delivery, byDelivery.get(delivery.id) ?? []));
}

function renderDelivery(delivery: DeliveryView, attempts: readonly AttemptRow[]): DeliveryItem {
  return {
    id: String(delivery.id),
    publisherId: delivery.publisher_id,
    endpointId: delivery.endpoint_id,
    endpointHost: delivery.url_host,
    notice: {
      id: delivery.notice_id,
      type: delivery.type,
      summary: delivery.summary,
      incidentId: delivery.incident_id,
    },
    state: delivery.state,
    createdAt: delivery.created_at.toISOString(),
    deliveredAt: delivery.delivered_at?.toISOString() ?? null,
    nextAttemptAt: delivery.next_attempt_at?.toISOString() ?? null,
    attempts: attempts.map((attempt) => ({
      number: attempt.attempt,
      at: attempt.at.toISOString(),
      status: attempt.status,
      error: attempt.error,
      durationMs: attempt.duration_ms,
      responseBody: attempt.response_body,
    })),
  };
}
