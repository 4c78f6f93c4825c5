import { randomUUID } from "node:crypto";
import type { EndpointRow, NewNotice } from "@earshot/storage";

/** What the keys of an endpoint's test notices begin with. */
export function testPrefix(endpoint: EndpointRow): string {
  return `test:${endpoint.id}:`;
}

/** A `webhook.test` notice that was asked for. */
export function buildTestNotice(endpoint: EndpointRow, now: Date): NewNotice {
  return buildNotice(endpoint, `${testPrefix(endpoint)}${randomUUID()}`, now);
}

/** The `webhook.test` notice that shows whether anything arrives at a URL that was just set. */
export function buildPing(endpoint: EndpointRow, now: Date): NewNotice {
  return buildNotice(endpoint, `ping:${endpoint.id}:${randomUUID()}`, now);
}

function buildNotice(endpoint: EndpointRow, dedupeKey: string, now: Date): NewNotice {
  return {
    publisherId: endpoint.publisher_id,
    incidentId: null,
    type: "webhook.test",
    sequence: 1,
    occurredAt: now,
    payload: {
      version: 1,
      sequence: 1,
      occurredAt: now.toISOString(),
      endpointId: endpoint.id,
      summary: "This is a test from Earshot: nothing is broken, and this endpoint receives notices.",
      link: `/v1/webhook-endpoints/${endpoint.id}`,
    },
    dedupeKey,
    endpointId: endpoint.id,
  };
}
