import { formatDuration } from "@earshot/domain";
import type { DrillFeed } from "../drill/find-feed.ts";
import type { DrillResult, DrillStep, RunningDrill } from "../drill/follow-drill.ts";
import { showText } from "./show-text.ts";

/** The line that says that a drill has begun. */
export function renderDrillStart(feed: DrillFeed, drill: RunningDrill): string {
  const lasts = formatDuration(drill.endsAt.getTime() - drill.startedAt.getTime());
  return `A drill for ${showText(feed.title ?? feed.url)} has begun and lasts ${lasts}. Nothing is broken. Incident ${drill.incidentId}.`;
}

/** One attempt at a delivery. */
export function renderDrillStep(step: DrillStep): string {
  const { afterMs, notice, endpoint, state, attempts, status, error, durationMs } = step;
  const answer = error === null ? `answered ${status} in ${durationMs} ms` : showText(error);
  const again = state === "pending" ? "; it will be tried again" : "";
  const count = attempts > 1 ? `, attempt ${attempts}` : "";
  const after = `after ${(afterMs / 1_000).toFixed(1)} s`.padEnd(13);
  return `${after} ${notice} → ${showText(endpoint)}${count}: ${error === null ? "delivered" : "failed"}, ${answer}${again}`;
}

/** How it went, in a sentence. */
export function renderDrillEnd({ deliveries, delivered }: DrillResult): string {
  if (deliveries === 0)
    return "The drill is over. Nobody was told: there is no enabled endpoint that wants notices of this feed.";
  const verdict =
    delivered === deliveries
      ? "Everything arrived"
      : `${deliveries - delivered} of ${deliveries} did not arrive`;
  return `The drill is over. ${verdict}: ${delivered} of ${deliveries} deliveries.`;
}
