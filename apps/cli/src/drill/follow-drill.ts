import { setTimeout as delay } from "node:timers/promises";
import type { ApiClient } from "../api-client.ts";
import { itemsOf } from "./find-feed.ts";

/** One thing that happened in a drill. */
export interface DrillStep {
  /** Milliseconds since it began. */
  readonly afterMs: number;
  readonly notice: string;
  readonly endpoint: string;
  readonly state: string;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number | null;
}

/** How a drill went. */
export interface DrillResult {
  readonly incidentId: string;
  readonly opened: number;
  readonly resolved: number;
  /** Deliveries that arrived, and all there were. */
  readonly delivered: number;
  readonly deliveries: number;
}

/** A drill under way. */
export interface RunningDrill {
  readonly incidentId: string;
  readonly startedAt: Date;
  readonly endsAt: Date;
}

const lookEveryMs = 500;
/** By then the notices of its end have long become deliveries. */
const relayMs = 5_000;
/** After the end of the drill, deliveries that are still on their way are waited for so long. */
const patienceMs = 60_000;

/**
 * Follows a drill over the API until it is over and everything has arrived, or cannot any more, or patience ends.
 * `tell` hears of each attempt at a delivery.
 */
export async function followDrill(
  client: ApiClient,
  drill: RunningDrill,
  tell: (step: DrillStep) => Promise<void>,
): Promise<DrillResult> {
  const told = new Map<string, number>();
  for (;;) {
    const incident = await client.get(`/v1/incidents/${drill.incidentId}`);
    const deliveries = itemsOf(await client.get(`/v1/deliveries?limit=200&incidentId=${drill.incidentId}`));
    for (const delivery of deliveries.toReversed()) {
      for (const step of newSteps(delivery, told, drill.startedAt)) await tell(step);
    }
    const hasEnded = incident["state"] === "resolved" && deliveries.every(({ state }) => state !== "pending");
    const isTold = deliveries.some((one) => noticeOf(one) === "incident.resolved");
    const sinceEndMs = Date.now() - drill.endsAt.getTime();
    // An endpoint may want no notices of ends at all.
    if ((hasEnded && (isTold || sinceEndMs > relayMs)) || sinceEndMs > patienceMs)
      return summarize(drill.incidentId, deliveries);
    await delay(lookEveryMs);
  }
}

function newSteps(
  delivery: Record<string, unknown>,
  told: Map<string, number>,
  startedAt: Date,
): readonly DrillStep[] {
  const id = String(delivery["id"]);
  const attempts = delivery["attempts"] as readonly Record<string, unknown>[];
  const seen = told.get(id) ?? 0;
  told.set(id, attempts.length);
  return attempts.slice(seen).map((attempt, index) => ({
    afterMs: Math.max(0, Date.parse(String(attempt["at"])) - startedAt.getTime()),
    notice: noticeOf(delivery),
    endpoint: String(delivery["endpointHost"]),
    // Only the latest attempt tells how the delivery stands.
    state: seen + index + 1 === attempts.length ? String(delivery["state"]) : "pending",
    attempts: Number(attempt["number"]),
    status: attempt["status"] as number | null,
    error: attempt["error"] as string | null,
    durationMs: attempt["durationMs"] as number | null,
  }));
}

function noticeOf(delivery: Record<string, unknown>): string {
  return (delivery["notice"] as { readonly type: string }).type;
}

function summarize(incidentId: string, deliveries: readonly Record<string, unknown>[]): DrillResult {
  const arrived = deliveries.filter(({ state }) => state === "delivered");
  const of = (type: string) => arrived.filter((delivery) => noticeOf(delivery) === type).length;
  return {
    incidentId,
    opened: of("incident.opened"),
    resolved: of("incident.resolved"),
    delivered: arrived.length,
    deliveries: deliveries.length,
  };
}
