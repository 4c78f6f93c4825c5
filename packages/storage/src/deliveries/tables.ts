import type { Generated } from "kysely";

/** Where a delivery stands. */
export type DeliveryState = "pending" | "delivered" | "failed" | "cancelled";

/** Tables of deliveries and their attempts. */
export interface DeliveryTables {
  deliveries: {
    id: Generated<number>;
    notice_id: string;
    endpoint_id: string;
    publisher_id: string;
    state: DeliveryState;
    attempt: Generated<number>;
    next_attempt_at: Date | null;
    last_status: number | null;
    last_error: string | null;
    created_at: Date;
    delivered_at: Date | null;
  };
  attempts: {
    id: Generated<number>;
    delivery_id: number;
    attempt: number;
    at: Date;
    status: number | null;
    error: string | null;
    duration_ms: number;
    response_body: string | null;
  };
}
