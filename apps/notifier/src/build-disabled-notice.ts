import type { FailingEndpoint, NewNotice } from "@earshot/storage";

/** The notice that an endpoint was disabled, for the publisher's other endpoints. */
export function buildDisabledNotice(endpoint: FailingEndpoint, reason: string, now: Date): NewNotice {
  const what = endpoint.kind === "email" ? "Your e-mail address" : "The webhook endpoint";
  const { url_host: host } = endpoint;
  return {
    publisherId: endpoint.publisher_id,
    incidentId: null,
    type: "endpoint.disabled",
    sequence: 1,
    occurredAt: now,
    payload: {
      version: 1,
      sequence: 1,
      occurredAt: now.toISOString(),
      endpointId: endpoint.id,
      host,
      reason,
      failingSince: endpoint.first_failure_at.toISOString(),
      summary: `${what} at ${host} was disabled because ${reason}; nothing more is sent there until you enable it.`,
      link: `/v1/webhook-endpoints/${endpoint.id}`,
    },
    dedupeKey: `disabled:${endpoint.id}:${now.toISOString()}`,
  };
}
