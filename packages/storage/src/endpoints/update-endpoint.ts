import type { NoticeType, Severity } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { SecretBox } from "../secret-box/open-secret-box.ts";
import { makeWebhookSecret } from "./create-endpoint.ts";
import type { EndpointRow } from "./endpoint-row.ts";
import { type EndpointOwner, readEndpoint } from "./read-endpoint.ts";
import type { EndpointStyle } from "./tables.ts";
import { watchEndpointHost } from "./watch-endpoint-host.ts";

/** What of an endpoint changes; what is left out stays. */
export interface EndpointChange {
  readonly url?: URL | undefined;
  readonly types?: readonly NoticeType[] | null | undefined;
  readonly style?: EndpointStyle | undefined;
  readonly severities?: readonly Severity[] | null | undefined;
  readonly feedIds?: readonly string[] | null | undefined;
  /** True also forgives past failures, so that a mended endpoint starts afresh. */
  readonly enabled?: boolean | undefined;
}

/**
 * Changes an endpoint; undefined when there is none or it is another publisher's. A new URL is for webhooks only: an
 * e-mail address is set by ops, who vouch for it.
 */
export async function updateEndpoint(
  db: Db,
  box: SecretBox,
  target: { readonly id: string; readonly owner: EndpointOwner; readonly now: Date },
  change: EndpointChange,
): Promise<EndpointRow | undefined> {
  const { url, types, style, severities, feedIds, enabled } = change;
  const forgiven = {
    disabled_at: null,
    disabled_reason: null,
    first_failure_at: null,
    failures: 0,
    warned_at: null,
    rest_until: null,
  };
  const hostId = url === undefined ? null : await watchEndpointHost(db, url, target.now);
  return db
    .updateTable("endpoints")
    .set({
      id: target.id,
      ...(url !== undefined && {
        url: box.seal(url.href),
        url_host: url.host,
        host_id: hostId,
        secure: hostId !== null,
        verified_at: null,
      }),
      ...(types !== undefined && { types: types === null ? null : [...types] }),
      ...(style !== undefined && { style }),
      ...(severities !== undefined && { severities: severities === null ? null : [...severities] }),
      ...(feedIds !== undefined && { feed_ids: feedIds === null ? null : [...feedIds] }),
      ...(enabled === true && { enabled, ...forgiven }),
      ...(enabled === false && { enabled, disabled_at: target.now, disabled_reason: "by the publisher" }),
    })
    .where("id", "=", target.id)
    .where("deleted_at", "is", null)
    .$if(url !== undefined, (query) => query.where("kind", "=", "webhook"))
    .$if(target.owner !== null, (query) => query.where("publisher_id", "=", target.owner))
    .returningAll()
    .executeTakeFirst();
}

/** Deletes an endpoint and cancels what was on its way there; false when there is none or it is another publisher's. */
export async function deleteEndpoint(
  tx: Db,
  target: { readonly id: string; readonly owner: EndpointOwner; readonly now: Date },
): Promise<boolean> {
  const endpoint = await readEndpoint(tx, target.id, target.owner);
  if (endpoint === undefined) return false;
  await tx
    .updateTable("endpoints")
    .set({ deleted_at: target.now, enabled: false })
    .where("id", "=", target.id)
    .execute();
  await cancelDeliveries(tx, target.id);
  return true;
}

/** Disables an endpoint that failed for too long or said that it is gone, and cancels what was on its way there. */
export async function disableEndpoint(
  tx: Db,
  target: { readonly id: string; readonly reason: string; readonly now: Date },
): Promise<void> {
  await tx
    .updateTable("endpoints")
    .set({ enabled: false, disabled_at: target.now, disabled_reason: target.reason })
    .where("id", "=", target.id)
    .execute();
  await cancelDeliveries(tx, target.id);
}

/** Gives a webhook a new secret; the one before it signs along until `previousUntil`. Undefined as in `updateEndpoint`. */
export async function rotateSecret(
  tx: Db,
  box: SecretBox,
  target: { readonly id: string; readonly owner: EndpointOwner; readonly previousUntil: Date },
): Promise<{ readonly secret: string } | undefined> {
  const endpoint = await readEndpoint(tx, target.id, target.owner);
  if (endpoint === undefined || endpoint.kind !== "webhook") return undefined;
  const secret = makeWebhookSecret();
  await tx
    .updateTable("endpoints")
    .set({
      secret: box.seal(secret),
      previous_secret: endpoint.secret,
      previous_secret_until: target.previousUntil,
    })
    .where("id", "=", target.id)
    .execute();
  return { secret };
}

async function cancelDeliveries(tx: Db, endpointId: string): Promise<void> {
  await sql`
    WITH cancelled AS (
      UPDATE deliveries SET state = 'cancelled', next_attempt_at = NULL
      WHERE endpoint_id = ${endpointId} AND state = 'pending' RETURNING id
    )
    DELETE FROM schedule WHERE kind = 'delivery' AND subject_id IN (SELECT id FROM cancelled)`.execute(tx);
}
