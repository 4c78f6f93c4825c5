import type { Fault, SubjectHealth, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { healthOf, type StoredHealth } from "../schema/health.ts";
import type { HostAddress } from "./tables.ts";

/** What a checker needs to know of a host before and after it checks it. */
export interface HostForCheck {
  readonly id: number;
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  readonly checkedAt: Date | null;
  readonly verdict: Verdict | null;
  readonly faults: readonly Fault[];
  /** The leaf last served, with its dates when it is known. */
  readonly leafFingerprint: string | null;
  readonly leafNotBefore: Date | null;
  readonly leafNotAfter: Date | null;
  /** The earliest end of any judged path. */
  readonly expiresAt: Date | null;
  readonly addresses: readonly HostAddress[];
  readonly health: SubjectHealth;
  /** Whether it is on the way of just published episodes. */
  readonly hot: boolean;
  /** Whether webhooks lead to it, and nothing that listeners hear. */
  readonly webhooksOnly: boolean;
  /** Where it has more addresses than a check looks at: those that the last one left out, and when their leaves end. */
  readonly otherEdges: readonly KnownEdge[];
}

/** An address of a host, as an earlier check found it. */
export interface KnownEdge {
  readonly address: string;
  readonly endsAt: Date;
}

const hostColumns = sql`
  h.id, h.hostname, h.port, h.tls, h.checked_at AS "checkedAt", h.verdict, h.faults,
  h.leaf_fingerprint AS "leafFingerprint", c.not_before AS "leafNotBefore", c.not_after AS "leafNotAfter",
  h.expires_at AS "expiresAt", h.addresses, h.health,
  EXISTS (SELECT FROM endpoints e WHERE e.host_id = h.id AND e.deleted_at IS NULL)
    AND NOT EXISTS (SELECT FROM feed_hosts d WHERE d.host_id = h.id) AS "webhooksOnly"`;

/** An address that was not seen for this long is not the host's any more. */
const staleAfterMs = 24 * 60 * 60_000;

/** Only hosts with many addresses cost a look at their history. */
const otherEdgesOf = (now: Date) => sql`
  CASE WHEN h.addresses_total > jsonb_array_length(h.addresses) THEN (
    SELECT jsonb_agg(jsonb_build_object('address', e.address, 'endsAt', x.not_after))
    FROM host_certificates e JOIN certificates x ON x.fingerprint = e.fingerprint
    WHERE e.host_id = h.id AND e.position = 0 AND e.seen_at > ${new Date(now.getTime() - staleAfterMs)}
      AND NOT h.addresses @> jsonb_build_array(jsonb_build_object('address', e.address))
  ) END AS "otherEdges"`;

type HostRow = Omit<HostForCheck, "health" | "otherEdges"> & {
  readonly health: StoredHealth;
  readonly otherEdges: readonly { readonly address: string; readonly endsAt: string }[] | null;
};

function hostOfRow({ health, otherEdges, ...row }: HostRow): HostForCheck {
  const edges = otherEdges?.map(({ address, endsAt }) => ({ address, endsAt: new Date(endsAt) }));
  return { ...row, health: healthOf(health), otherEdges: edges ?? [] };
}

/** Hosts as they stand at `now`, in no order; those that do not exist are left out. */
export async function readHostsForCheck(
  db: Db,
  ids: readonly number[],
  now: Date,
): Promise<readonly HostForCheck[]> {
  const { rows } = await sql<HostRow>`
    SELECT ${hostColumns}, coalesce(h.hot_until > ${now}, false) AS hot, ${otherEdgesOf(now)}
    FROM hosts h LEFT JOIN certificates c ON c.fingerprint = h.leaf_fingerprint
    WHERE h.id = ANY(${ids}::bigint[])`.execute(db);
  return rows.map(hostOfRow);
}

/** The hosts that served this certificate when they were last looked at, at any of their addresses. */
export async function readHostsByFingerprint(
  db: Db,
  fingerprint: string,
  now: Date,
): Promise<readonly HostForCheck[]> {
  const { rows } = await sql<HostRow>`
    SELECT ${hostColumns}, coalesce(h.hot_until > ${now}, false) AS hot, ${otherEdgesOf(now)}
    FROM hosts h LEFT JOIN certificates c ON c.fingerprint = h.leaf_fingerprint
    WHERE h.id IN (
      SELECT id FROM hosts WHERE leaf_fingerprint = ${fingerprint}
      UNION SELECT host_id FROM host_certificates
      WHERE fingerprint = ${fingerprint} AND seen_at > ${new Date(now.getTime() - staleAfterMs)})
    ORDER BY h.id`.execute(db);
  return rows.map(hostOfRow);
}
