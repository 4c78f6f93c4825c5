import type { Fault, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { containing } from "../schema/containing.ts";
import type { Db } from "../schema/database.ts";
import { toText } from "../schema/json.ts";
import { type RegionalView, regionalViewsOf } from "../vantages/save-regional-views.ts";
import type { HostAddress } from "./tables.ts";

/** A host with how it stands. */
export interface HostView {
  readonly id: number;
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  readonly checkedAt: Date | null;
  readonly verdict: Verdict | null;
  readonly faults: readonly Fault[];
  readonly leafFingerprint: string | null;
  readonly expiresAt: Date | null;
  readonly addresses: readonly HostAddress[];
  /** Whether it is a member of an open incident. */
  readonly troubled: boolean;
  /** How each vantage last saw it, when it is bad from one and good from another; else null. */
  readonly regional: readonly RegionalView[] | null;
}

/** The columns of a host `h` for a view. */
export const hostViewColumns = sql`
  h.id, h.hostname, h.port, h.tls, h.checked_at AS "checkedAt", h.verdict, h.faults,
  h.leaf_fingerprint AS "leafFingerprint", h.expires_at AS "expiresAt", h.addresses, h.troubled,
  ${regionalViewsOf("host", sql`h.id`)} AS regional`;

/** The hosts on the way of a publisher's enclosures, of its feeds, and of its webhooks; null means all, for ops. */
export function isHostOf(publisherId: string | null) {
  if (publisherId === null) return sql`true`;
  return sql`h.id IN (
    SELECT d.host_id FROM subscriptions s JOIN feed_hosts d ON d.feed_id = s.feed_id
    WHERE s.publisher_id = ${publisherId} AND s.ended_at IS NULL
    UNION ALL SELECT e.host_id FROM endpoints e WHERE e.publisher_id = ${publisherId} AND e.deleted_at IS NULL)`;
}

/** What a list of hosts may be narrowed by. */
export interface HostFilter {
  /** Part of the hostname. */
  readonly search?: string | undefined;
  /** The whole hostname, and the port. */
  readonly hostname?: string | undefined;
  readonly port?: number | undefined;
  readonly verdict?: Verdict | undefined;
  /** Only those in an open incident, or only the others. */
  readonly troubled?: boolean | undefined;
}

/** Which hosts to list, in order of their ids; `after` is a host's id. */
export interface HostListing extends HostFilter {
  readonly publisherId: string | null;
  readonly limit: number;
  readonly after?: number | undefined;
}

/** Whether a host `h` is one that the filter lets through. */
export function passes({ search, hostname, port, verdict, troubled }: HostFilter) {
  return sql`${hostname === undefined ? sql`true` : sql`h.hostname = ${toText(hostname.toLowerCase())}`}
    AND ${port === undefined ? sql`true` : sql`h.port = ${port}`}
    AND ${search === undefined ? sql`true` : sql`h.hostname ILIKE ${containing(search)}`}
    AND ${verdict === undefined ? sql`true` : sql`h.verdict = ${verdict}::verdict`}
    AND ${troubled === undefined ? sql`true` : sql`h.troubled = ${troubled}`}`;
}

/** One page of hosts. Publishers see only hosts that they depend on. */
export async function listHosts(db: Db, input: HostListing): Promise<readonly HostView[]> {
  const { rows } = await sql<HostView>`
    SELECT ${hostViewColumns} FROM hosts h
    WHERE h.id > ${input.after ?? 0} AND ${isHostOf(input.publisherId)} AND ${passes(input)}
    ORDER BY h.id LIMIT ${input.limit}`.execute(db);
  return rows;
}

/** One host, or undefined when there is none or the publisher does not depend on it; null means any, for ops. */
export async function readHost(
  db: Db,
  input: { readonly id: number; readonly publisherId: string | null },
): Promise<HostView | undefined> {
  const { rows } = await sql<HostView>`
    SELECT ${hostViewColumns} FROM hosts h
    WHERE h.id = ${input.id} AND ${isHostOf(input.publisherId)}`.execute(db);
  return rows[0];
}
