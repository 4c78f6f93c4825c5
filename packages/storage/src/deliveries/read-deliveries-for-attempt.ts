import type { WrittenNoticeType } from "@earshot/domain";
import { sql } from "kysely";
import type { EndpointRow } from "../endpoints/endpoint-row.ts";
import type { EndpointKind, EndpointStyle } from "../endpoints/tables.ts";
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
    readonly type: WrittenNoticeType;
    readonly occurredAt: Date;
    /** Its data, as the JSON that is sent. */
    readonly json: string;
  };
  readonly endpoint: {
    readonly id: string;
    readonly kind: EndpointKind;
    /** A mailto: URL for an e-mail address. */
    readonly url: string;
    /** The current secret, and the one before it while that still signs along; none for an e-mail address. */
    readonly secrets: readonly string[];
    readonly style: EndpointStyle;
    readonly enabled: boolean;
  };
}

/** Deliveries with their notices and endpoints, in the order of the ids; those that are gone are left out. */
export async function readDeliveriesForAttempt(
  db: Db,
  box: SecretBox,
  ids: readonly number[],
  now: Date,
): Promise<readonly DeliveryForAttempt[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("deliveries as d")
    .innerJoin("notices as n", "n.id", "d.notice_id")
    .innerJoin("endpoints as e", "e.id", "d.endpoint_id")
    .select(["d.id as delivery_id", "d.state", "d.attempt", "d.notice_id", "n.type", "n.occurred_at"])
    .select(sql<string>`n.payload::text`.as("json"))
    .selectAll("e")
    .where("d.id", "in", [...ids])
    .orderBy("d.id")
    .execute();
  return rows.map((row) => ({
    id: row.delivery_id,
    state: row.state,
    attempt: row.attempt,
    notice: { id: row.notice_id, type: row.type, occurredAt: row.occurred_at, json: row.json },
    endpoint: endpointOf(row, box, now),
  }));
}

function endpointOf(row: EndpointRow, box: SecretBox, now: Date): DeliveryForAttempt["endpoint"] {
  return {
    id: row.id,
    kind: row.kind,
    url: box.open(row.url),
    secrets: openSecrets(box, row, now),
    style: row.style,
    enabled: row.enabled && row.deleted_at === null,
  };
}

function openSecrets(box: SecretBox, endpoint: EndpointRow, now: Date): readonly string[] {
  const { secret, previous_secret: previous, previous_secret_until: until } = endpoint;
  if (secret === null) return [];
  const overlaps = previous !== null && until !== null && until > now;
  return overlaps ? [box.open(secret), box.open(previous)] : [box.open(secret)];
}
