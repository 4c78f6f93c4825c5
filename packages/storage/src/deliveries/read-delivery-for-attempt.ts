import type { NoticeType } from "@earshot/domain";
import type { EndpointRow } from "../endpoints/endpoint-row.ts";
import type { EndpointKind, EndpointStyle } from "../endpoints/tables.ts";
import type { NoticePayload } from "../notices/tables.ts";
import type { Db } from "../schema/database.ts";
import type { SecretBox } from "../secret-box/open-secret-box.ts";
import type { DeliveryState } from "./tables.ts";

/** Everything that one attempt needs. Secrets and URL are opened: this must neither be logged nor stored. */
export interface DeliveryForAttempt {
  readonly id: number;
  readonly state: DeliveryState;
  /** Attempts made so far. */
  readonly attempt: number;
  readonly notice: {
    readonly id: string;
    readonly type: NoticeType;
    readonly occurredAt: Date;
    readonly payload: NoticePayload;
  };
  readonly endpoint: {
    readonly id: string;
    readonly publisherId: string;
    readonly kind: EndpointKind;
    /** The host of the URL, or the domain of the address: what may be shown. */
    readonly host: string;
    /** A mailto: URL for an e-mail address. */
    readonly url: string;
    /** The current secret, and the one before it while that still signs along; none for an e-mail address. */
    readonly secrets: readonly string[];
    readonly style: EndpointStyle;
    readonly enabled: boolean;
    readonly firstFailureAt: Date | null;
    readonly failures: number;
    readonly warnedAt: Date | null;
  };
}

/** A delivery with its notice and endpoint, or undefined when it is gone. */
export async function readDeliveryForAttempt(
  db: Db,
  box: SecretBox,
  id: number,
  now: Date,
): Promise<DeliveryForAttempt | undefined> {
  const delivery = await db.selectFrom("deliveries").selectAll().where("id", "=", id).executeTakeFirst();
  if (delivery === undefined) return undefined;
  const [notice, endpoint] = await Promise.all([
    db.selectFrom("notices").selectAll().where("id", "=", delivery.notice_id).executeTakeFirst(),
    db.selectFrom("endpoints").selectAll().where("id", "=", delivery.endpoint_id).executeTakeFirst(),
  ]);
  if (notice === undefined || endpoint === undefined) return undefined;
  return {
    id: delivery.id,
    state: delivery.state,
    attempt: delivery.attempt,
    notice: { id: notice.id, type: notice.type, occurredAt: notice.occurred_at, payload: notice.payload },
    endpoint: {
      id: endpoint.id,
      publisherId: endpoint.publisher_id,
      kind: endpoint.kind,
      host: endpoint.url_host,
      url: box.open(endpoint.url),
      secrets: openSecrets(box, endpoint, now),
      style: endpoint.style,
      enabled: endpoint.enabled && endpoint.deleted_at === null,
      firstFailureAt: endpoint.first_failure_at,
      failures: endpoint.failures,
      warnedAt: endpoint.warned_at,
    },
  };
}

function openSecrets(box: SecretBox, endpoint: EndpointRow, now: Date): readonly string[] {
  const { secret, previous_secret: previous, previous_secret_until: until } = endpoint;
  if (secret === null) return [];
  const overlaps = previous !== null && until !== null && until > now;
  return overlaps ? [box.open(secret), box.open(previous)] : [box.open(secret)];
}
