import type { EndpointRow, SecretBox } from "@earshot/storage";
import type { z } from "zod";
import type { Caller } from "../../auth/caller.ts";
import type { endpointSchema } from "../../schemas/endpoint-schema.ts";

/**
 * An endpoint without its secret. Only its own publisher sees the whole URL: that of a Slack or Discord webhook is a
 * secret in itself, which ops have no need of.
 */
export function renderEndpoint(
  endpoint: EndpointRow,
  box: SecretBox,
  caller: Caller,
): z.output<typeof endpointSchema> {
  const url = box.open(endpoint.url);
  return {
    id: endpoint.id,
    publisherId: endpoint.publisher_id,
    url: endpoint.publisher_id === caller.publisherId ? url : `${new URL(url).origin}/…`,
    types: endpoint.types,
    style: endpoint.style,
    enabled: endpoint.enabled,
    disabledReason: endpoint.disabled_reason,
    createdAt: endpoint.created_at.toISOString(),
  };
}
