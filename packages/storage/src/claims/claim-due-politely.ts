import { randomUUIDv7 } from "node:crypto";
import { paceShare } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";
import { toJson } from "../schema/json.ts";
import { type Claim, type ClaimedSubject, claimedSubjectOf } from "./claim-due.ts";
import { findParked } from "./find-parked.ts";
import {
  type HostBudget,
  type HostSlots,
  planSlots,
  type SlotCandidate,
  type SlotPlan,
} from "./plan-slots.ts";

/** What to claim of the due feeds or enclosure URLs, and how politely. */
export interface PoliteClaimRequest extends HostBudget {
  readonly kind: "feed" | "media";
  readonly limit: number;
  readonly leaseMs: number;
  /** The lease on hot ones, which nobody may keep waiting for long; the same as on others unless given. */
  readonly hotLeaseMs?: number;
  /** Whether to take those that hung when they were last looked at; true unless given. */
  readonly withSlow?: boolean;
  readonly now: Date;
}

/** Rows looked at in one transaction, and transactions in one call: what a herd on one host may cost at a time. */
const candidatesMax = 2_000;
const passesMax = 5;
/**
 * A URL that has been parked for so long is asked for once: its publisher may have led it round the host in trouble.
 * Even at a host with a hundred thousand URLs that is within the usual rate.
 */
const parkedMsMax = 12 * 60 * 60_000;

/**
 * Takes due feeds or enclosure URLs, hot ones first, within each host's rate and number of live claims over the whole
 * fleet. What its host has no room for yet is moved to the host's next free slot, and enclosures that cannot be heard
 * because of a host with an open incident are parked. Opens transactions of its own, so `db` must be the store's and
 * not a transaction's.
 */
export async function claimDuePolitely(db: Db, request: PoliteClaimRequest): Promise<Claim> {
  const claimId = randomUUIDv7();
  const subjects: ClaimedSubject[] = [];
  for (let pass = 0; pass < passesMax && subjects.length < request.limit; pass++) {
    const limit = request.limit - subjects.length;
    const taken = await db.transaction().execute((tx) => claimPass(tx, { ...request, claimId, limit }));
    subjects.push(...taken.subjects);
    if (taken.exhausted) break;
  }
  return { claimId, subjects };
}

/** `claimDuePolitely` for enclosure URLs. */
export function claimDueMedia(db: Db, request: Omit<PoliteClaimRequest, "kind">): Promise<Claim> {
  return claimDuePolitely(db, { ...request, kind: "media" });
}

interface CandidateRow {
  readonly subject_id: number;
  readonly host_id: number;
  readonly due_at: Date;
  readonly lane: number;
  readonly slotted: boolean;
  readonly away_from: string | null;
  readonly slow: boolean;
  /** Parked before, and asked for now all the same: its time is over, or somebody wants to know. */
  readonly was_parked: boolean;
}

type PassRequest = PoliteClaimRequest & { readonly claimId: string };

async function claimPass(
  tx: Db,
  request: PassRequest,
): Promise<{ readonly subjects: readonly ClaimedSubject[]; readonly exhausted: boolean }> {
  const rowsMax = Math.min(candidatesMax, Math.max(200, request.limit * 2));
  const { kind, now } = request;
  const asked = { kind, withSlow: request.withSlow ?? true, now };
  const hot = await lockCandidates(tx, { ...asked, lane: 0, limit: rowsMax });
  const ordinary =
    hot.length < rowsMax ? await lockCandidates(tx, { ...asked, lane: 1, limit: rowsMax - hot.length }) : [];
  const due = [...hot, ...ordinary];
  if (due.length === 0) return { subjects: [], exhausted: true };
  const parked = kind === "media" ? await park(tx, due, now) : new Set();
  const rows = due.filter((row) => !parked.has(row.subject_id));
  const hosts = await lockHosts(tx, [...new Set(rows.map((row) => row.host_id))], now);
  const plan = planSlots(rows.map(candidateOf), hosts, { ...request, now: now.getTime() });
  await savePlan(tx, plan, request);
  await saveHosts(tx, hosts);
  const claimed = new Set(plan.claimed);
  return {
    subjects: rows.filter((row) => claimed.has(row.subject_id)).map(claimedSubjectOf),
    exhausted: due.length < rowsMax,
  };
}

/** Puts aside those that cannot be heard, and gives their ids. */
async function park(tx: Db, due: readonly CandidateRow[], now: Date): Promise<ReadonlySet<number>> {
  const fresh = due
    .filter((row) => !row.was_parked)
    .map(({ subject_id: id, lane }) => ({ id, hot: lane === 0 }));
  const parked = await findParked(tx, fresh);
  if (parked.size > 0) {
    await sql`
      UPDATE schedule s
      SET parked_by = p.host_id, ready_at = ${new Date(now.getTime() + parkedMsMax)},
        claim_id = NULL, lease_until = NULL, slotted = false
      FROM unnest(${[...parked.keys()]}::bigint[], ${[...parked.values()]}::bigint[]) AS p(media_id, host_id)
      WHERE s.kind = 'media' AND s.subject_id = p.media_id`.execute(tx);
  }
  return new Set(parked.keys());
}

function candidateOf(row: CandidateRow): SlotCandidate {
  const { subject_id: id, host_id: hostId, slotted } = row;
  return { id, hostId, hot: row.lane === 0, dueAt: row.due_at.getTime(), slotted };
}

async function lockCandidates(
  tx: Db,
  input: {
    readonly kind: PoliteClaimRequest["kind"];
    readonly withSlow: boolean;
    readonly lane: number;
    readonly limit: number;
    readonly now: Date;
  },
): Promise<readonly CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    /* plan: claim-candidates */ SELECT subject_id, host_id, due_at, lane, slotted, away_from, slow,
      parked_by IS NOT NULL AS was_parked FROM schedule
    WHERE kind = ${input.kind} AND lane = ${input.lane} AND ready_at <= ${input.now}
      AND (${input.withSlow} OR NOT slow)
    ORDER BY ready_at LIMIT ${input.limit} FOR UPDATE SKIP LOCKED`.execute(tx);
  return rows;
}

interface SlotRow {
  readonly host_id: number;
  readonly next_slot_at: Date;
  readonly open_at: Date;
  readonly restored_at: Date | null;
  readonly visiting: number;
}

/** Locks the hosts' slots in order of their ids, so that planners wait for each other and never in a circle. */
async function lockHosts(tx: Db, ids: readonly number[], now: Date): Promise<Map<number, HostSlots>> {
  const hostIds = idList(ids);
  await sql`
    /* plan: open-host-slots */ INSERT INTO host_slots (host_id, next_slot_at, open_at)
    SELECT id, ${now}, ${now} FROM unnest(${hostIds}::bigint[]) AS id
    WHERE NOT EXISTS (SELECT FROM host_slots WHERE host_id = id) ORDER BY id
    ON CONFLICT (host_id) DO NOTHING`.execute(tx);
  const slots = await sql<SlotRow>`
    /* plan: lock-host-slots */ SELECT host_id, greatest(next_slot_at, closed_until) AS next_slot_at, greatest(open_at, closed_until) AS open_at,
      restored_at, (SELECT count(*) FROM unnest(visits) AS until WHERE until > ${now}) AS visiting
    FROM host_slots
    WHERE host_id = ANY(${hostIds}::bigint[]) ORDER BY host_id FOR UPDATE`.execute(tx);
  // Read after the locks were taken, so that it sees what other planners have just claimed.
  const live = await sql<{ host_id: number; live: number }>`
    /* plan: live-claims */ SELECT host_id, count(*) AS live FROM schedule
    WHERE kind IN ('media', 'feed') AND claim_id IS NOT NULL AND lease_until > ${now} AND host_id = ANY(${hostIds}::bigint[])
    GROUP BY host_id`.execute(tx);
  const liveByHost = new Map(live.rows.map((row) => [row.host_id, row.live]));
  return new Map(
    slots.rows.map((row) => [
      row.host_id,
      {
        nextSlotAt: row.next_slot_at.getTime(),
        openAt: row.open_at.getTime(),
        share: paceShare({ restoredAt: row.restored_at }, now),
        live: (liveByHost.get(row.host_id) ?? 0) + row.visiting,
      },
    ]),
  );
}

async function savePlan(tx: Db, plan: SlotPlan, request: PassRequest): Promise<void> {
  const { now, leaseMs, hotLeaseMs = leaseMs } = request;
  const leaseUntil = sql`CASE WHEN lane = 0 THEN ${new Date(now.getTime() + hotLeaseMs)}::timestamptz
    ELSE ${new Date(now.getTime() + leaseMs)}::timestamptz END`;
  if (plan.claimed.length > 0) {
    await sql`
      /* plan: claim-subjects */ UPDATE schedule
      SET claim_id = ${request.claimId}, lease_until = ${leaseUntil}, ready_at = ${leaseUntil},
        slotted = true, again_lane = NULL, parked_by = NULL
      WHERE kind = ${request.kind} AND subject_id = ANY(${idList(plan.claimed)}::bigint[])`.execute(tx);
  }
  if (plan.deferred.length > 0) {
    const deferred = plan.deferred.map(({ id, readyAt, slotted }) => ({
      id,
      at: new Date(readyAt),
      slotted,
    }));
    await sql`
      UPDATE schedule s SET ready_at = d.at, slotted = d.slotted, claim_id = NULL, lease_until = NULL
      FROM jsonb_to_recordset(${toJson(deferred)}::jsonb) AS d(id bigint, at timestamptz, slotted boolean)
      WHERE s.kind = ${request.kind} AND s.subject_id = d.id`.execute(tx);
  }
}

async function saveHosts(tx: Db, hosts: ReadonlyMap<number, HostSlots>): Promise<void> {
  const slots = [...hosts].map(([id, slot]) => ({
    id,
    next_slot_at: new Date(slot.nextSlotAt),
  }));
  // Not `open_at`: that is for whoever sends a request, at the moment at which it goes out (`takeTurns`, `beginVisit`).
  await sql`
    /* plan: save-host-slots */ UPDATE host_slots h SET next_slot_at = s.next_slot_at
    FROM jsonb_to_recordset(${toJson(slots)}::jsonb) AS s(id bigint, next_slot_at timestamptz)
    WHERE h.host_id = s.id AND h.next_slot_at <> s.next_slot_at`.execute(tx);
}
