import type { Fault, Verdict } from "@earshot/domain";
import { type RawBuilder, sql } from "kysely";
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

/** Some hosts `h`: those that pass, the first of them in that order. */
export interface HostPage {
  readonly passing: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  readonly limit: number;
}

/**
 * Whether a host `h` is in a page of those on the way of a publisher's enclosures, of its feeds, and of its webhooks;
 * null means all, for ops. The two kinds are narrowed each by itself: so PostgreSQL goes through the hosts of a publisher
 * of many feeds until the page is full, and through the feeds of one that has few, instead of through all of both.
 */
export function isInPageOf(publisherId: string | null, { passing, order, limit }: HostPage) {
  const page = (own: RawBuilder<unknown>) =>
    sql`(SELECT h.id FROM hosts h WHERE ${passing} AND ${own} ORDER BY ${order} LIMIT ${limit})`;
  if (publisherId === null) return sql`h.id IN ${page(sql`true`)}`;
  const ofFeeds = sql`EXISTS (
    SELECT FROM feed_hosts d JOIN subscriptions s ON s.feed_id = d.feed_id
    WHERE d.host_id = h.id AND s.publisher_id = ${publisherId} AND s.ended_at IS NULL)`;
  const ofEndpoints = sql`EXISTS (
    SELECT FROM endpoints e WHERE e.host_id = h.id AND e.publisher_id = ${publisherId} AND e.deleted_at IS NULL)`;
  return sql`h.id IN (${page(ofFeeds)} UNION ${page(ofEndpoints)})`;
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
  const page = {
    passing: sql`h.id > ${input.after ?? 0} AND ${passes(input)}`,
    order: sql`h.id`,
    limit: input.limit,
  };
  const { rows } = await sql<HostView>`
    SELECT ${hostViewColumns} FROM hosts h WHERE ${isInPageOf(input.publisherId, page)}
    ORDER BY h.id LIMIT ${input.limit}`.execute(db);
  return rows;
}

/** One host, or undefined when there is none or the publisher does not depend on it; null means any, for ops. */
export async function readHost(
  db: Db,
  input: { readonly id: number; readonly publisherId: string | null },
): Promise<HostView | undefined> {
  const page = { passing: sql`h.id = ${input.id}`, order: sql`h.id`, limit: 1 };
  const { rows } = await sql<HostView>`
    SELECT ${hostViewColumns} FROM hosts h WHERE ${isInPageOf(input.publisherId, page)}`.execute(db);
  return rows[0];
}
