import type { DeliveryForAttempt, NewNotice } from "@earshot/storage";

/** The notice that an endpoint was disabled, for the publisher's other endpoints. */
export function buildDisabledNotice(
  endpoint: Pick<DeliveryForAttempt["endpoint"], "id" | "publisherId" | "kind" | "host" | "firstFailureAt">,
  reason: string,
  now: Date,
): NewNotice {
  const what = endpoint.kind === "email" ? "Your e-mail address" : "The webhook endpoint";
  const { host } = endpoint;
  const since = (endpoint.firstFailureAt ?? now).toISOString();
  return {
    publisherId: endpoint.publisherId,
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
      failingSince: since,
      summary: `${what} at ${host} was disabled because ${reason}; nothing more is sent there until you enable it.`,
      link: `/v1/webhook-endpoints/${endpoint.id}`,
    },
    dedupeKey: `disabled:${endpoint.id}:${now.toISOString()}`,
  };
}
