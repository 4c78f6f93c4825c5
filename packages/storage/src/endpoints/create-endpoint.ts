import { randomBytes, randomUUIDv7 } from "node:crypto";
import type { NoticeType, Severity } from "@earshot/domain";
import type { Db } from "../schema/database.ts";
import type { SecretBox } from "../secret-box/open-secret-box.ts";
import type { EndpointRow } from "./endpoint-row.ts";
import type { EndpointStyle } from "./tables.ts";
import { watchEndpointHost } from "./watch-endpoint-host.ts";

/** A new webhook endpoint. */
export interface NewEndpoint {
  readonly publisherId: string;
  readonly url: URL;
  /** Null wants every type. */
  readonly types: readonly NoticeType[] | null;
  readonly style: EndpointStyle;
  /** Left out or null wants every severity. */
  readonly severities?: readonly Severity[] | null | undefined;
  /** Subscriptions of the publisher whose notices are wanted; left out or null wants those of all. */
  readonly feedIds?: readonly string[] | null | undefined;
  readonly now: Date;
}

/** Creates an endpoint with a fresh secret, which is given here and never again. */
export async function createEndpoint(
  db: Db,
  box: SecretBox,
  endpoint: NewEndpoint,
): Promise<{ readonly endpoint: EndpointRow; readonly secret: string }> {
  const secret = makeWebhookSecret();
  const hostId = await watchEndpointHost(db, endpoint.url, endpoint.now);
  const row = await db
    .insertInto("endpoints")
    .values({
      id: randomUUIDv7(),
      publisher_id: endpoint.publisherId,
      url: box.seal(endpoint.url.href),
      url_host: endpoint.url.host,
      host_id: hostId,
      secure: hostId !== null,
      secret: box.seal(secret),
      types: endpoint.types === null ? null : [...endpoint.types],
      severities: endpoint.severities ? [...endpoint.severities] : null,
      feed_ids: endpoint.feedIds ? [...endpoint.feedIds] : null,
      style: endpoint.style,
      created_at: endpoint.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { endpoint: row, secret };
}

/** A secret as Standard Webhooks 1.0 wants it: `whsec_` and 32 random bytes in base64. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
