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
import { commitClaims } from "../claims/commit-claim.ts";
import { checkWithoutPem, isKept } from "../history/keep-evidence.ts";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import { regionalLookOf, saveRegionalViews } from "../vantages/save-regional-views.ts";
import { saveServed } from "./save-served.ts";
import type { HostAddress } from "./tables.ts";

/** What one look at a host came to. */
export interface HostCheckOutcome {
  readonly hostId: number;
  /** The claim under which it was made. */
  readonly claimId: string;
  readonly check: HostCheck;
  /** When the first certificate of any address ends, those included that this check left out; that of the check unless given. */
  readonly expiresAt?: Date | null;
  readonly health: SubjectHealth;
  readonly next: NextDue;
}

/** Host checks to be recorded together, each of another host. */
export interface HostCheckBatch {
  readonly outcomes: readonly HostCheckOutcome[];
  readonly now: Date;
}

/**
 * Records host checks in as many statements as one takes: verdicts, addresses, certificates, history, and when each
 * host is due next. Gives the ids whose claim was still held; nothing is written of the others. Must run inside a
 * transaction.
 */
export async function saveHostChecks(tx: Db, { outcomes, now }: HostCheckBatch): Promise<readonly number[]> {
  const owned = await commitClaims(tx, {
    kind: "host",
    now,
    outcomes: outcomes.map(({ hostId, claimId, check, health, next }) => ({
      id: hostId,
      claimId,
      dueAt: next.at,
      lane: next.lane,
      awayFrom: health.state === "ok" ? null : check.vantage,
      slow: isSlow(check.faults),
    })),
  });
  const ids = new Set(owned);
  const held = outcomes.filter(({ hostId }) => ids.has(hostId));
  if (held.length === 0) return owned;
  const before = await readStandings(tx, owned);
  const after = await saveHosts(tx, held);
  const moved = after.filter(({ id, troubled }) => troubled !== before.get(id)?.troubled);
  if (moved.length > 0)
    await noteStandingChange(
      tx,
      "host",
      moved.map(({ id }) => id),
    );
  await saveHistory(tx, held, before);
  const served = held.flatMap(({ check }) => check.addresses.flatMap(({ tls }) => tls?.certificates ?? []));
  await upsertCertificates(tx, served, now);
  await saveServed(tx, held, now);
  const looks = held.map(({ hostId, check }) => regionalLookOf(hostId, check));
  await saveRegionalViews(tx, "host", looks);
  return owned;
}

/** `saveHostChecks` for one host: false when the claim was lost, and the caller must roll back. */
export async function saveHostCheck(
  tx: Db,
  { now, ...outcome }: HostCheckOutcome & { readonly now: Date },
): Promise<boolean> {
  return (await saveHostChecks(tx, { outcomes: [outcome], now })).length === 1;
}

/** The leaf that stands for the host: of the address in the worst state, since an incident is about what is broken. */
export function leafOfCheck(check: HostCheck): string | null {
  const served = check.addresses.filter((address) => address.tls?.leafFingerprint != null);
  const worst = served.find((address) => address.verdict === check.verdict) ?? served[0];
  return worst?.tls?.leafFingerprint ?? null;
}

interface Standing {
  readonly verdict: Verdict | null;
  readonly troubled: boolean;
}

async function readStandings(tx: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Standing>> {
  const { rows } = await sql<Standing & { readonly id: number }>`
    SELECT id, verdict, troubled FROM hosts WHERE id = ANY(${ids}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

async function saveHosts(
  tx: Db,
  outcomes: readonly HostCheckOutcome[],
): Promise<readonly { readonly id: number; readonly troubled: boolean }[]> {
  const rows = outcomes.map(({ hostId, check, expiresAt = check.expiresAt, health }) => ({
    id: hostId,
    at: check.at,
    from: check.vantage,
    verdict: check.verdict,
    faults: check.faults,
    leaf: leafOfCheck(check),
    expires_at: expiresAt,
    addresses: check.addresses.map(addressOf),
    addresses_total: check.addressesTotal,
    health,
  }));
  // A host that cannot be reached keeps the certificate it was last seen with, and so its deadline. The ids are given
  // apart, since PostgreSQL takes a set of unknown size for a reason to read the whole table.
  const saved = await sql<{ id: number; troubled: boolean }>`
    UPDATE hosts h
    SET checked_at = c.at, checked_from = c."from", verdict = c.verdict, faults = c.faults,
      leaf_fingerprint = coalesce(c.leaf, h.leaf_fingerprint),
      expires_at = CASE WHEN c.leaf IS NULL THEN h.expires_at ELSE c.expires_at END,
      addresses = c.addresses, addresses_total = c.addresses_total, health = c.health
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS c(id bigint, at timestamptz, "from" text, verdict verdict,
      faults jsonb, leaf text, expires_at timestamptz, addresses jsonb, addresses_total integer, health jsonb)
    WHERE h.id = c.id AND h.id = ANY(${rows.map(({ id }) => id)}::bigint[])
    RETURNING h.id, h.troubled`.execute(tx);
  return saved.rows;
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
  outcomes: readonly HostCheckOutcome[],
  before: ReadonlyMap<number, Standing>,
): Promise<void> {
  const rows = outcomes.map(({ hostId, check }) => {
    const { verdict } = check;
    const look = { id: hostId, at: new Date(check.at), before: before.get(hostId)?.verdict ?? null, verdict };
    const totals = check.addresses.flatMap((address) => address.timings.totalMs ?? []);
    return {
      host_id: hostId,
      at: check.at,
      vantage: check.vantage,
      verdict,
      codes: check.faults.length === 0 ? null : [...new Set(check.faults.map((fault) => fault.code))],
      addresses: check.addresses.length,
      total_ms: totals.length === 0 ? null : Math.round(Math.max(...totals)),
      evidence: isKept(look) ? checkWithoutPem(check) : null,
    };
  });
  await sql`
    INSERT INTO host_checks (host_id, at, vantage, verdict, codes, addresses, total_ms, evidence)
    SELECT c.* FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS c(host_id bigint, at timestamptz, vantage text,
      verdict verdict, codes text[], addresses smallint, total_ms integer, evidence jsonb)`.execute(tx);
}
