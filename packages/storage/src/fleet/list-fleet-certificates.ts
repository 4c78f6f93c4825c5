import { sql } from "kysely";
import { containing } from "../schema/containing.ts";
import type { Db } from "../schema/database.ts";

/** A leaf certificate as some host serves it. */
export interface FleetCertificate {
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly serialNumber: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** How many hosts serve it, and the first of them by name. */
  readonly hosts: number;
  readonly samples: readonly string[];
}

/** Which certificates to list, those that end first at the top. */
export interface FleetCertificateListing {
  /** Part of the subject, of the issuer, or of a name that it is good for. */
  readonly search?: string | undefined;
  /** Only what ends before. */
  readonly endsBefore?: Date | undefined;
  readonly after?: { readonly notAfter: Date; readonly fingerprint: string } | undefined;
  readonly limit: number;
}

const samplesMax = 20;

/** One page of the leaf certificates in use, for ops. */
export async function listFleetCertificates(
  db: Db,
  listing: FleetCertificateListing,
): Promise<readonly FleetCertificate[]> {
  const { search, endsBefore, after, limit } = listing;
  const { rows } = await sql<FleetCertificate>`
    WITH page AS (
      SELECT c.* FROM certificates c
      WHERE EXISTS (SELECT FROM host_certificates u WHERE u.fingerprint = c.fingerprint AND u.position = 0)
        AND ${after === undefined ? sql`true` : sql`(c.not_after, c.fingerprint) > (${after.notAfter}, ${after.fingerprint})`}
        AND ${endsBefore === undefined ? sql`true` : sql`c.not_after < ${endsBefore}`}
        AND ${search === undefined ? sql`true` : matches(search)}
      ORDER BY c.not_after, c.fingerprint LIMIT ${limit}
    )
    SELECT c.fingerprint, c.subject, c.issuer, c.subject_alt_names AS "subjectAltNames",
      c.not_before AS "notBefore", c.not_after AS "notAfter", c.serial_number AS "serialNumber",
      c.first_seen_at AS "firstSeenAt", c.last_seen_at AS "lastSeenAt",
      cardinality(u.names) AS hosts, u.names[1:${samplesMax}] AS samples
    FROM page c CROSS JOIN LATERAL (
      SELECT array_agg(DISTINCT h.hostname || ':' || h.port) AS names
      FROM host_certificates s JOIN hosts h ON h.id = s.host_id
      WHERE s.fingerprint = c.fingerprint AND s.position = 0
    ) u ORDER BY c.not_after, c.fingerprint`.execute(db);
  return rows;
}

function matches(search: string) {
  const pattern = containing(search);
  return sql`(c.subject ILIKE ${pattern} OR c.issuer ILIKE ${pattern}
    OR EXISTS (SELECT FROM unnest(c.subject_alt_names) AS name WHERE name ILIKE ${pattern}))`;
}
