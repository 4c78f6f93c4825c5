import { isSlow, type NextDue, type Probe, type SubjectHealth, type Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { upsertCertificates } from "../certificates/upsert-certificates.ts";
import { commitClaims } from "../claims/commit-claim.ts";
import { isHeard, isKept, withoutPem } from "../history/keep-evidence.ts";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { noteStandingChange } from "../standings/note-standing-change.ts";
import { regionalLookOf, saveRegionalViews } from "../vantages/save-regional-views.ts";
import { saveChains } from "./save-chains.ts";

/** What a probe of one enclosure URL came to. */
export interface ProbeOutcome {
  readonly mediaId: number;
  /** The claim under which it was made. */
  readonly claimId: string;
  readonly probe: Probe;
  readonly health: SubjectHealth;
  /** Steps of the hot schedule taken, this one included; null when it is not hot or not any more. */
  readonly hotStep: number | null;
  readonly rangeIgnored: boolean;
  readonly next: NextDue;
}

/** Probes to be recorded together, each of another URL. */
export interface ProbeBatch {
  readonly outcomes: readonly ProbeOutcome[];
  readonly now: Date;
}

/**
 * Records probes in one go: verdicts, hosts on the way, history, and when each URL is due next. Gives the ids whose
 * claim was still held; nothing is recorded of the others. Must run inside a transaction.
 */
export async function saveProbes(tx: Db, batch: ProbeBatch): Promise<readonly number[]> {
  const owned = await commitClaims(tx, {
    kind: "media",
    now: batch.now,
    outcomes: batch.outcomes.map(({ mediaId, claimId, probe, health, next }) => ({
      id: mediaId,
      claimId,
      dueAt: next.at,
      lane: next.lane,
      awayFrom: health.state === "ok" && probe.verdict !== "unreachable" ? null : probe.vantage,
      slow: isSlow(probe.faults),
    })),
  });
  const ids = new Set(owned);
  const outcomes = batch.outcomes.filter((outcome) => ids.has(outcome.mediaId));
  if (outcomes.length === 0) return owned;
  const before = await readVerdicts(tx, owned);
  const looks = outcomes.map((outcome) => lookOf(outcome, before.get(outcome.mediaId) ?? null));
  await saveMediaRows(tx, looks);
  const ofNewVerdict = outcomes.filter(({ mediaId, probe }) => before.get(mediaId) !== probe.verdict);
  await noteStandingChange(
    tx,
    "media",
    ofNewVerdict.map(({ mediaId }) => mediaId),
  );
  await saveHistory(tx, looks);
  await saveChains(tx, outcomes, batch.now);
  await saveRegionalViews(
    tx,
    "media",
    outcomes.map(({ mediaId, probe }) => regionalLookOf(mediaId, probe)),
  );
  const kept = looks.filter((look) => look.evidence !== null).map((look) => look.outcome.probe);
  await upsertCertificates(
    tx,
    kept.flatMap(({ hops }) => hops.flatMap((hop) => hop.tls?.certificates ?? [])),
    batch.now,
  );
  return owned;
}

interface Look {
  readonly outcome: ProbeOutcome;
  /** The first look ever: kept on the URL itself, so that there is always a way to show. */
  readonly first: boolean;
  readonly evidence: Probe | null;
}

function lookOf(outcome: ProbeOutcome, before: Verdict | null): Look {
  const { mediaId, probe } = outcome;
  const kept = isKept({ id: mediaId, at: new Date(probe.at), before, verdict: probe.verdict });
  return { outcome, first: before === null, evidence: kept ? withoutPem(probe) : null };
}

async function readVerdicts(tx: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Verdict | null>> {
  const { rows } = await sql<{ id: number; verdict: Verdict | null }>`
    SELECT id, verdict FROM media WHERE id = ANY(${ids}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.verdict]));
}

async function saveMediaRows(tx: Db, looks: readonly Look[]): Promise<void> {
  const rows = looks.map(({ outcome, first, evidence }) => {
    const { probe } = outcome;
    const full = evidence ?? (first || !isHeard(probe.verdict) ? withoutPem(probe) : null);
    return {
      id: outcome.mediaId,
      at: probe.at,
      from: probe.vantage,
      verdict: probe.verdict,
      faults: probe.faults,
      expires_at: probe.expiresAt,
      range_ignored: outcome.rangeIgnored,
      hot_step: outcome.hotStep,
      health: outcome.health,
      failure: isHeard(probe.verdict) ? null : full,
      evidence: full,
    };
  });
  await sql`
    UPDATE media m
    SET probed_at = p.at, probed_from = p."from", verdict = p.verdict, faults = p.faults, expires_at = p.expires_at,
      range_ignored = p.range_ignored, hot_step = p.hot_step, health = p.health,
      last_failure = coalesce(p.failure, m.last_failure), last_evidence = coalesce(p.evidence, m.last_evidence)
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS p(id bigint, at timestamptz, "from" text, verdict verdict, faults jsonb,
      expires_at timestamptz, range_ignored boolean, hot_step smallint, health jsonb, failure jsonb, evidence jsonb)
    WHERE m.id = p.id`.execute(tx);
}

async function saveHistory(tx: Db, looks: readonly Look[]): Promise<void> {
  const rows = looks.map(({ outcome: { mediaId, probe }, evidence }) => ({
    media_id: mediaId,
    at: probe.at,
    vantage: probe.vantage,
    verdict: probe.verdict,
    codes: probe.faults.length === 0 ? null : [...new Set(probe.faults.map((fault) => fault.code))],
    status: probe.hops.at(-1)?.status ?? null,
    hops: probe.hops.length,
    total_ms: Math.round(probe.hops.reduce((sum, hop) => sum + (hop.timings.totalMs ?? 0), 0)),
    evidence,
  }));
  await sql`
    INSERT INTO probes (media_id, at, vantage, verdict, codes, status, hops, total_ms, evidence)
    SELECT p.* FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS p(media_id bigint, at timestamptz, vantage text,
      verdict verdict, codes text[], status smallint, hops smallint, total_ms integer, evidence jsonb)`.execute(
    tx,
  );
}
