import { type Db, readPulse } from "@earshot/storage";
import type { ApiMetrics } from "../api-deps.ts";

/** Makes the gauges of incidents, notices and deliveries, and gives the function that brings them up to date. */
export function measurePulse(deps: {
  readonly db: Db;
  readonly clock: () => Date;
  readonly metrics: ApiMetrics;
}): () => Promise<void> {
  const { db, clock, metrics } = deps;
  const incidents = metrics.gauge({
    name: "earshot_incidents_open",
    help: "Incidents that are not over, by what they are about.",
    labelNames: ["kind"],
  });
  const noticeAge = metrics.gauge({
    name: "earshot_notice_oldest_unrelayed_age_seconds",
    help: "Age of the notice that has waited longest for its deliveries to be made; 0 when none waits.",
  });
  const deliveries = metrics.gauge({
    name: "earshot_deliveries_pending",
    help: "Deliveries that are still to be attempted.",
  });
  const deliveryLag = metrics.gauge({
    name: "earshot_delivery_oldest_due_age_seconds",
    help: "How long the attempt at a delivery that is latest has been due; 0 when none is.",
  });
  return async () => {
    const now = clock();
    const pulse = await readPulse(db, now);
    for (const [kind, total] of Object.entries(pulse.incidentsOpen)) incidents.set({ kind }, total);
    noticeAge.set(ageSeconds(pulse.oldestUnrelayedAt, now));
    deliveries.set(pulse.deliveriesPending);
    deliveryLag.set(ageSeconds(pulse.oldestDeliveryDueAt, now));
  };
}

function ageSeconds(at: Date | null, now: Date): number {
  return at === null ? 0 : Math.max(0, now.getTime() - at.getTime()) / 1_000;
}
