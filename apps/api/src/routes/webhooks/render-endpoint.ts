import type { EndpointRow, SecretBox } from "@earshot/storage";
import type { z } from "zod";
import type { Caller } from "../../auth/caller.ts";
import type { endpointSchema } from "../../schemas/endpoint-schema.ts";

/**
 * An endpoint without its secret. Only its own publisher sees the whole URL: that of a Slack or Discord webhook is a
 * secret in itself, which ops have no need of; an e-mail address is one that they set.
 */
export function renderEndpoint(
  endpoint: EndpointRow,
  box: SecretBox,
  caller: Caller,
): z.output<typeof endpointSchema> {
  const url = box.open(endpoint.url);
  const isShown = endpoint.publisher_id === caller.publisherId || endpoint.kind === "email";
  return {
    id: endpoint.id,
    publisherId: endpoint.publisher_id,
    kind: endpoint.kind,
    url: isShown ? url : `${new URL(url).origin}/…`,
    types: endpoint.types,
    severities: endpoint.severities,
    feedIds: endpoint.feed_ids,
    style: endpoint.style,
    enabled: endpoint.enabled,
    disabledReason: endpoint.disabled_reason,
    verified: endpoint.verified_at !== null,
    failingSince: endpoint.first_failure_at?.toISOString() ?? null,
    failures: endpoint.failures,
    createdAt: endpoint.created_at.toISOString(),
  };
}
