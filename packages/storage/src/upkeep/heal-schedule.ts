import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";

/** By what the schedule is judged: nobody waits for longer than its period. Milliseconds. */
export interface HealTerms {
  readonly now: Date;
  /** The longest period that a feed may be on. */
  readonly feedMsMax: number;
  /** The longest period that a host may be on. */
  readonly hostMsMax: number;
  /** Of the newest enclosures. */
  readonly enclosureMs: number;
  readonly cataloguePeriodMs: number;
  /** The longest lease. */
  readonly leaseMs: number;
  /** How far a planner's clock was set back just now, a negative number; 0 when nobody knows of a step. */
  readonly stepMs: number;
}

const minuteMs = 60_000;
/** An hour of Retry-After is the longest for which a host can send us away. */
const closedMsMax = 60 * minuteMs;
/** A host's slots are given out this far ahead at most, its slowest rate included. */
const openMsMax = 10 * minuteMs;

/**
 * Brings forward whatever waits for longer than any rule allows: due times, leases and slots that were written by a
 * clock that was ahead and has been set back. They are spread over their period from now on, so that no herd follows.
 * Gives how many subjects were moved. Safe at any time; reads the newest enclosures, so not for every minute.
 */
export async function healSchedule(store: Store, terms: HealTerms): Promise<number> {
  return inTransaction(store, async (tx) => {
    await healSlots(tx, terms);
    await healAddresses(tx, terms);
    await moveSlotted(tx, terms);
    const moved = [
      await endLongLeases(tx, terms),
      await bringForward(tx, terms, { which: isPlainFeed, withinMs: terms.feedMsMax }),
      await bringForward(tx, terms, { which: sql`s.kind = 'host'`, withinMs: terms.hostMsMax }),
      await bringForward(tx, terms, {
        which: sql`s.kind = 'media' AND s.parked_by IS NULL`,
        withinMs: terms.cataloguePeriodMs,
      }),
      await bringForward(tx, terms, { which: isNewest, withinMs: terms.enclosureMs }),
    ];
    return moved.reduce((sum, rows) => sum + rows, 0);
  });
}

/** Feeds whose host did not ask for more patience than any period is long. */
const isPlainFeed = sql`
  s.kind = 'feed' AND s.subject_id NOT IN (SELECT id FROM feeds WHERE status IN (429, 503))`;

/** Of hosts that do not ignore ranges: those are on a period of their own. */
const isNewest = sql`
  s.kind = 'media' AND s.parked_by IS NULL AND NOT s.slotted AND s.subject_id IN (
    SELECT e.media_id FROM enclosures e JOIN media m ON m.id = e.media_id
    WHERE e.newest AND e.vanished_at IS NULL AND NOT m.range_ignored)`;

async function bringForward(
  tx: Db,
  { now }: HealTerms,
  late: { readonly which: ReturnType<typeof sql>; readonly withinMs: number },
): Promise<number> {
  const latest = new Date(now.getTime() + Math.max(late.withinMs, minuteMs) + minuteMs);
  const { numAffectedRows } = await sql`
    UPDATE schedule s SET due_at = moved.at, ready_at = moved.at, slotted = false
    FROM (
      SELECT s.kind, s.subject_id, ${now}::timestamptz + random() * ${late.withinMs} * interval '1 millisecond' AS at
      FROM schedule s
      -- A host that found no slot at its addresses is due, and waits to come back.
      WHERE ${late.which} AND (s.due_at > ${latest} OR s.kind = 'host' AND s.ready_at > ${latest})
        AND s.claim_id IS NULL AND s.failures = 0
      ORDER BY s.subject_id FOR UPDATE OF s
    ) moved WHERE s.kind = moved.kind AND s.subject_id = moved.subject_id`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** What waits for a slot of its host waits for one that the wrong clock gave; asking too early does no harm. */
async function moveSlotted(tx: Db, { now, stepMs }: HealTerms): Promise<void> {
  if (stepMs >= 0) return;
  await sql`
    UPDATE schedule s SET ready_at = greatest(${now}, s.ready_at + ${stepMs} * interval '1 millisecond')
    FROM (
      SELECT kind, subject_id FROM schedule WHERE slotted AND claim_id IS NULL AND ready_at > ${now}
      ORDER BY kind, subject_id FOR UPDATE
    ) moved WHERE s.kind = moved.kind AND s.subject_id = moved.subject_id`.execute(tx);
}

async function endLongLeases(tx: Db, { now, leaseMs }: HealTerms): Promise<number> {
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const longest = new Date(leaseUntil.getTime() + minuteMs);
  const { numAffectedRows } = await sql`
    UPDATE schedule SET lease_until = ${leaseUntil}, ready_at = ${leaseUntil}
    WHERE claim_id IS NOT NULL AND kind <> 'delivery' AND lease_until > ${longest}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Addresses' slots are manners alone, and given out some seconds ahead: those of a wrong clock are forgotten. */
async function healAddresses(tx: Db, { now, stepMs }: HealTerms): Promise<void> {
  const latest = stepMs < 0 ? now : new Date(now.getTime() + openMsMax);
  await sql`
    DELETE FROM address_slots WHERE address IN (
      SELECT address FROM address_slots WHERE greatest(open_at, first_at, queue_at) > ${latest}
      ORDER BY address FOR UPDATE)`.execute(tx);
}

async function healSlots(tx: Db, { now }: HealTerms): Promise<void> {
  const openMax = new Date(now.getTime() + openMsMax);
  const closedMax = new Date(now.getTime() + closedMsMax);
  await sql`
    UPDATE host_slots
    SET open_at = least(open_at, ${now}), next_slot_at = least(next_slot_at, ${now}), visits = '{}',
      closed_until = CASE WHEN closed_until > ${closedMax} THEN NULL ELSE closed_until END,
      restored_at = least(restored_at, ${openMax})
    WHERE host_id IN (
      SELECT host_id FROM host_slots WHERE open_at > greatest(${openMax}, closed_until + interval '10 minutes')
        OR closed_until > ${closedMax} ORDER BY host_id FOR UPDATE)`.execute(tx);
}
