import { isSlow, type NextDue, type Probe, type SubjectHealth, type Verdict } from "@earshot/domain";
import { sql } from "kysely";
import { upsertCertificates } from "../certificates/upsert-certificates.ts";
import { commitClaims } from "../claims/commit-claim.ts";
import { isHeard, isKept, withoutPem } from "../history/keep-evidence.ts";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";
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
  /** How the URL stands now; null when it is sound as before, and nothing is to be written. */
  readonly health: SubjectHealth | null;
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
      awayFrom: isSound(health) && probe.verdict !== "unreachable" ? null : probe.vantage,
      slow: isSlow(probe.faults),
    })),
  });
  const ids = new Set(owned);
  const outcomes = batch.outcomes.filter((outcome) => ids.has(outcome.mediaId));
  if (outcomes.length === 0) return owned;
  const before = await readVerdicts(tx, owned);
  const looks = outcomes.map((outcome) => lookOf(outcome, before.get(outcome.mediaId) ?? null));
  await saveLooks(tx, looks);
  const ofNewVerdict = outcomes.filter(({ mediaId, probe }) => before.get(mediaId) !== probe.verdict);
  await noteStandingChange(
    tx,
    "media",
    ofNewVerdict.map(({ mediaId }) => mediaId),
  );
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

function isSound(health: SubjectHealth | null): boolean {
  return health === null || health.state === "ok";
}

interface Look {
  readonly outcome: ProbeOutcome;
  /** What is kept on the URL itself: of the first look ever too, so that there is always a way to show. */
  readonly evidence: Probe | null;
  /** Whether the history keeps it as well. */
  readonly isKept: boolean;
}

function lookOf(outcome: ProbeOutcome, before: Verdict | null): Look {
  const { mediaId, probe } = outcome;
  const { verdict } = probe;
  const kept = isKept({ id: mediaId, at: new Date(probe.at), before, verdict });
  const isShown = kept || before === null || !isHeard(verdict);
  return { outcome, evidence: isShown ? withoutPem(probe) : null, isKept: kept };
}

async function readVerdicts(tx: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Verdict | null>> {
  const { rows } = await sql<{ id: number; verdict: Verdict | null }>`
    /* plan: verdicts-of-media */ SELECT id, verdict FROM media WHERE id = ANY(${idList(ids)}::bigint[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.verdict]));
}

/** Writes the media and their history from one list; what most looks leave as it was is not in it. */
async function saveLooks(tx: Db, looks: readonly Look[]): Promise<void> {
  const rows = looks.map(rowOf);
  await sql`
    /* plan: save-looks */ WITH looks AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS l(id bigint, at timestamptz, "from" text,
        verdict verdict, faults jsonb, codes text[], expires_at timestamptz, range_ignored boolean, hot_step smallint,
        health jsonb, failed boolean, kept boolean, evidence jsonb, status smallint, hops smallint, total_ms integer)
    ), history AS (
      INSERT INTO probes (media_id, at, vantage, verdict, codes, status, hops, total_ms, evidence)
      SELECT id, at, "from", verdict, codes, status, hops, total_ms, CASE WHEN kept THEN evidence END FROM looks
    )
    UPDATE media m
    SET probed_at = l.at, probed_from = l."from", verdict = l.verdict, faults = coalesce(l.faults, '[]'),
      expires_at = l.expires_at, range_ignored = coalesce(l.range_ignored, false), hot_step = l.hot_step,
      health = coalesce(l.health, m.health), last_evidence = coalesce(l.evidence, m.last_evidence),
      last_failure = CASE WHEN l.failed THEN l.evidence ELSE m.last_failure END
    FROM looks l WHERE m.id = l.id`.execute(tx);
}

function rowOf({ outcome, evidence, isKept: kept }: Look) {
  const { mediaId: id, probe, rangeIgnored, hotStep, health } = outcome;
  const { at, vantage: from, verdict, faults, hops, expiresAt } = probe;
  return {
    ...{ id, at, from, verdict, hops: hops.length, total_ms: totalMsOf(probe) },
    expires_at: expiresAt ?? undefined,
    status: hops.at(-1)?.status ?? undefined,
    hot_step: hotStep ?? undefined,
    health: health ?? undefined,
    range_ignored: rangeIgnored || undefined,
    ...(faults.length > 0 && { faults, codes: [...new Set(faults.map(({ code }) => code))] }),
    ...(evidence !== null && { evidence, kept, failed: !isHeard(verdict) }),
  };
}

function totalMsOf({ hops }: Probe): number {
  let sum = 0;
  for (const { timings } of hops) sum += timings.totalMs ?? 0;
  return Math.round(sum);
}
