import type { CertificateFacts } from "@earshot/domain";
import type { Db } from "../schema/database.ts";

/** Certificates by their fingerprints, as once served; those never seen are left out. */
export async function readCertificates(
  db: Db,
  fingerprints: readonly string[],
): Promise<readonly CertificateFacts[]> {
  if (fingerprints.length === 0) return [];
  const rows = await db
    .selectFrom("certificates")
    .selectAll()
    .where("fingerprint", "in", fingerprints)
    .execute();
  return rows.map((row) => ({
    fingerprint256: row.fingerprint,
    subject: row.subject,
    issuer: row.issuer,
    subjectAltNames: row.subject_alt_names,
    notBefore: row.not_before.toISOString(),
    notAfter: row.not_after.toISOString(),
    serialNumber: row.serial_number,
    pem: row.pem,
  }));
}
