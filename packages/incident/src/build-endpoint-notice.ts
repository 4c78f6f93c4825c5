import { disableAfterMs, formatInstant } from "@earshot/domain";
import type { FailingEndpoint, NewNotice } from "@earshot/storage";

/** The notice that an endpoint was disabled, for the publisher's other endpoints. */
export function buildDisabledNotice(endpoint: FailingEndpoint, reason: string, now: Date): NewNotice {
  const summary = `${nameOf(endpoint)} was disabled because ${reason}; nothing more is sent there until you enable it.`;
  return buildNotice(endpoint, { now, reason, summary, severity: "outage", warning: false });
}

/** The notice, half-way to that, that an endpoint will be disabled unless something arrives there. */
export function buildFailingNotice(endpoint: FailingEndpoint, now: Date): NewNotice {
  const until = formatInstant(new Date(endpoint.first_failure_at.getTime() + disableAfterMs));
  const since = formatInstant(endpoint.first_failure_at);
  const summary = `A warning: ${nameOf(endpoint)} has failed since ${since}, and will be disabled at ${until} unless something arrives there before.`;
  const reason = `it has failed ${endpoint.failures} times since ${since}`;
  return buildNotice(endpoint, { now, reason, summary, severity: "warning", warning: true });
}

interface Telling {
  readonly now: Date;
  readonly reason: string;
  readonly summary: string;
  readonly severity: "outage" | "warning";
  readonly warning: boolean;
}

function buildNotice(endpoint: FailingEndpoint, telling: Telling): NewNotice {
  const { now, reason, summary, severity, warning } = telling;
  const since = endpoint.first_failure_at.toISOString();
  // First the warning, then the end: the sequence of one trouble only rises.
  const sequence = warning ? 1 : 2;
  return {
    publisherId: endpoint.publisher_id,
    incidentId: null,
    type: "endpoint.disabled",
    sequence,
    occurredAt: now,
    payload: {
      version: 1,
      sequence,
      occurredAt: now.toISOString(),
      severity,
      warning,
      endpointId: endpoint.id,
      host: endpoint.url_host,
      reason,
      failingSince: since,
      summary,
      link: `/v1/webhook-endpoints/${endpoint.id}`,
    },
    dedupeKey: warning ? `failing:${endpoint.id}:${since}` : `disabled:${endpoint.id}:${now.toISOString()}`,
    exceptEndpointId: endpoint.id,
  };
}

function nameOf({ kind, url_host: host }: FailingEndpoint): string {
  return `${kind === "email" ? "Your e-mail address" : "The webhook endpoint"} at ${host}`;
}
