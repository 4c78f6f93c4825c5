import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** One certificate that an address of a host serves. */
export interface ServedCertificate {
  readonly address: string;
  /** 0 is the leaf. */
  readonly position: number;
  readonly fingerprint256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: readonly string[];
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Since when it is seen there. */
  readonly since: Date;
}

/** What each address of a host served when it was last looked at, address by address and leaf first. */
export async function readServed(db: Db, hostId: number): Promise<readonly ServedCertificate[]> {
  const { rows } = await sql<ServedCertificate>`
    SELECT s.address, s.position, c.fingerprint AS "fingerprint256", c.subject, c.issuer,
      c.subject_alt_names AS "subjectAltNames", c.serial_number AS "serialNumber", c.not_before AS "notBefore",
      c.not_after AS "notAfter", s.since
    FROM host_certificates s JOIN certificates c ON c.fingerprint = s.fingerprint
    WHERE s.host_id = ${hostId} ORDER BY s.address, s.position`.execute(db);
  return rows;
}
