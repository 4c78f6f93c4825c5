import type { CertificateFacts } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";

const seenEveryMs = 60 * 60_000;

/** Stores certificates once each. That they were seen again is kept to the hour. */
export async function upsertCertificates(
  tx: Db,
  facts: readonly CertificateFacts[],
  now: Date,
): Promise<void> {
  const distinct = [
    ...new Map(facts.map((certificate) => [certificate.fingerprint256, certificate])).values(),
  ];
  if (distinct.length === 0) return;
  const fingerprints = distinct.map((certificate) => certificate.fingerprint256);
  const known = await tx
    .selectFrom("certificates")
    .select(["fingerprint", "last_seen_at"])
    .where("fingerprint", "in", fingerprints)
    .execute();
  const have = new Set(known.map((row) => row.fingerprint));
  await insertCertificates(
    tx,
    distinct.filter((certificate) => !have.has(certificate.fingerprint256)),
    now,
  );
  const staleBefore = new Date(now.getTime() - seenEveryMs);
  const stale = known.filter((row) => row.last_seen_at < staleBefore).map((row) => row.fingerprint);
  if (stale.length === 0) return;
  await sql`
    UPDATE certificates SET last_seen_at = ${now} WHERE fingerprint IN (
      SELECT fingerprint FROM certificates WHERE fingerprint = ANY(${stale}::text[])
      FOR NO KEY UPDATE SKIP LOCKED)`.execute(tx);
}

async function insertCertificates(tx: Db, facts: readonly CertificateFacts[], now: Date): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((certificate) => ({
    fingerprint: certificate.fingerprint256,
    subject: certificate.subject,
    issuer: certificate.issuer,
    names: certificate.subjectAltNames,
    not_before: certificate.notBefore,
    not_after: certificate.notAfter,
    serial: certificate.serialNumber,
    pem: certificate.pem,
  }));
  await sql`
    INSERT INTO certificates (fingerprint, subject, issuer, subject_alt_names, not_before, not_after, serial_number,
      pem, first_seen_at, last_seen_at)
    SELECT c.fingerprint, c.subject, c.issuer, c.names, c.not_before, c.not_after, c.serial, c.pem, ${now}, ${now}
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS c(fingerprint text, subject text, issuer text, names text[],
      not_before timestamptz, not_after timestamptz, serial text, pem text)
    ORDER BY c.fingerprint
    ON CONFLICT (fingerprint) DO NOTHING`.execute(tx);
}
