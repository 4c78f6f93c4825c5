import {
  type AddressCheck,
  type HostCheck,
  isSlow,
  type NextDue,
  type SubjectHealth,
  type Verdict,
} from "@earshot/domain";
import { sql } from "kysely";
import { upsertCertificates } from "../certificates/upsert-certificates.ts";
import { commitClaim } from "../claims/commit-claim.ts";
import { checkWithoutPem, isKept } from "../history/keep-evidence.ts";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import { regionalLookOf, saveRegionalViews } from "../vantages/save-regional-views.ts";
import type { HostAddress } from "./tables.ts";

/** What one look at a host came to. */
export interface HostCheckOutcome {
  readonly hostId: number;
  readonly claimId: string;
  readonly check: HostCheck;
  readonly health: SubjectHealth;
  readonly next: NextDue;
  readonly now: Date;
}

/** What is served is compared at each check and stamped this often. */
const stampEveryMs = 10 * 60_000;

/**
 * Records a host check: verdict, addresses, certificates, history, and when the host is due next. False when the
 * claim was lost: nothing is written then. Must run inside a transaction.
 */
export async function saveHostCheck(tx: Db, outcome: HostCheckOutcome): Promise<boolean> {
  const { hostId, claimId, check, health, next, now } = outcome;
  const owned = await commitClaim(tx, {
    kind: "host",
    claimId,
    id: hostId,
    dueAt: next.at,
    lane: next.lane,
    awayFrom: health.state === "ok" ? null : check.vantage,
    slow: isSlow(check.faults),
    now,
  });
  if (!owned) return false;
  const before = await tx
    .selectFrom("hosts")
    .select(["verdict", "troubled"])
    .where("id", "=", hostId)
    .executeTakeFirst();
  const { troubled } = await saveHost(tx, outcome);
  if (troubled !== before?.troubled) await noteStandingChange(tx, "host", [hostId]);
  await saveHistory(tx, outcome, before?.verdict ?? null);
  await upsertCertificates(
    tx,
    check.addresses.flatMap((address) => address.tls?.certificates ?? []),
    now,
  );
  await saveServed(tx, outcome);
  await saveRegionalViews(tx, "host", [regionalLookOf(hostId, check)]);
  return true;
}

/** The leaf that stands for the host: of the address in the worst state, since an incident is about what is broken. */
export function leafOfCheck(check: HostCheck): string | null {
  const served = check.addresses.filter((address) => address.tls?.leafFingerprint != null);
  const worst = served.find((address) => address.verdict === check.verdict) ?? served[0];
  return worst?.tls?.leafFingerprint ?? null;
}

function saveHost(tx: Db, { hostId, check, health }: HostCheckOutcome): Promise<{ troubled: boolean }> {
  // A host that cannot be reached keeps the certificate it was last seen with, and so its deadline.
  const leaf = leafOfCheck(check);
  return tx
    .updateTable("hosts")
    .set({
      checked_at: new Date(check.at),
      checked_from: check.vantage,
      verdict: check.verdict,
      faults: toJson(check.faults),
      ...(leaf !== null && {
        leaf_fingerprint: leaf,
        expires_at: check.expiresAt === null ? null : new Date(check.expiresAt),
      }),
      addresses: toJson(check.addresses.map(addressOf)),
      addresses_total: check.addressesTotal,
      health: toJson(health),
    })
    .where("id", "=", hostId)
    .returning("troubled")
    .executeTakeFirstOrThrow();
}

function addressOf({ tls, ...address }: AddressCheck): HostAddress {
  return {
    ...address,
    tlsVersion: tls?.version ?? null,
    leafFingerprint: tls?.leafFingerprint ?? null,
    expiresAt: tls?.expiresAt ?? null,
  };
}

async function saveHistory(
  tx: Db,
  { hostId, check }: HostCheckOutcome,
  before: Verdict | null,
): Promise<void> {
  const at = new Date(check.at);
  const kept = isKept({ id: hostId, at, before, verdict: check.verdict });
  const totals = check.addresses.flatMap((address) => address.timings.totalMs ?? []);
  await tx
    .insertInto("host_checks")
    .values({
      host_id: hostId,
      at,
      vantage: check.vantage,
      verdict: check.verdict,
      codes: check.faults.length === 0 ? null : [...new Set(check.faults.map((fault) => fault.code))],
      addresses: check.addresses.length,
      total_ms: totals.length === 0 ? null : Math.round(Math.max(...totals)),
      ...(kept && { evidence: toJson(checkWithoutPem(check)) }),
    })
    .execute();
}

/** What each checked address serves now, instead of what it served before. */
async function saveServed(tx: Db, { hostId, check, now }: HostCheckOutcome): Promise<void> {
  const served = check.addresses.flatMap(({ address, tls }) =>
    (tls?.certificates ?? []).map((facts, position) => ({
      address,
      position,
      fingerprint: facts.fingerprint256,
    })),
  );
  const checked = check.addresses.map(({ address }) => address);
  const rows = toJson(served);
  await sql`
    DELETE FROM host_certificates h
    WHERE host_id = ${hostId} AND address = ANY(${checked}::text[]) AND NOT EXISTS (
      SELECT FROM jsonb_to_recordset(${rows}::jsonb) AS s(address text, position smallint)
      WHERE s.address = h.address AND s.position = h.position)`.execute(tx);
  const stampBefore = new Date(now.getTime() - stampEveryMs);
  await sql`
    INSERT INTO host_certificates AS h (host_id, address, position, fingerprint, since, seen_at)
    SELECT ${hostId}, s.address, s.position, s.fingerprint, ${now}, ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS s(address text, position smallint, fingerprint text)
    ON CONFLICT (host_id, address, position) DO UPDATE
    SET fingerprint = excluded.fingerprint, seen_at = excluded.seen_at,
      since = CASE WHEN h.fingerprint = excluded.fingerprint THEN h.since ELSE excluded.since END
    WHERE h.fingerprint <> excluded.fingerprint OR h.seen_at < ${stampBefore}`.execute(tx);
}
