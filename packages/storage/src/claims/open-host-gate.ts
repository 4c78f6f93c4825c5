import { setTimeout as delay } from "node:timers/promises";
import { type HostName, hostKey } from "../hosts/upsert-hosts.ts";
import type { Store } from "../schema/open-store.ts";
import type { StorageLog } from "../storage-log.ts";
import { openTurnTaker } from "./open-turn-taker.ts";
import type { HostBudget } from "./plan-slots.ts";
import { type Turn, takeTurns } from "./take-turns.ts";
import { beginVisit, endVisit } from "./visit-host.ts";

/** How politely hosts are asked by whoever comes through the gate. */
export interface HostGateOptions extends HostBudget {
  /** How long to wait for a place and its slot. */
  readonly patienceMs: number;
  /** When a visit is given up for lost: longer than any visit lasts. */
  readonly leaseMs: number;
  readonly clock: () => Date;
  readonly log: StorageLog;
  /** Waits for some milliseconds; of real time unless given. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** How a later request of a chain comes to its host. */
export interface Entry {
  /** Whether the caller's own claim, or a place that it still holds, is at this very host: then it needs a slot only. */
  readonly covered: boolean;
  /** Whether the same chain has asked this host before. */
  readonly returning: boolean;
}

/** The turn of one claimed URL at its host. */
export interface HostTurn {
  /** When it is, or when to come back for one. */
  readonly at: Date;
  /** Waits until it has come, and gives null; or gives at once the time at which to come back for one. */
  come(): Promise<Date | null>;
}

/** The way to hosts: no request goes out but in its host's time. */
export interface HostGate {
  /** Takes a turn for each claimed URL, by the hosts that they name; whoever comes too late for its own gets another. */
  lineUp(hostIds: readonly number[]): Promise<readonly HostTurn[]>;
  /**
   * Waits for a place at a host that was not claimed, and for its slot, and gives the function that frees the place;
   * null when there is none in time.
   */
  enter(host: HostName, entry: Entry): Promise<(() => void) | null>;
}

/** How often a full host is asked for a place again. */
const lookAgainMs = 100;
/** Whoever comes later for its slot has lost it, so that a worker that was held up does not ask for all at once. */
const lateMs = 250;

/**
 * Opens a gate that keeps each host's rate and concurrency over the whole fleet. For each host one caller at a time
 * looks for a place, the others wait behind it, so that a busy host costs one small query in a tenth of a second.
 */
export function openHostGate(store: Store, options: HostGateOptions): HostGate {
  const { clock, log, patienceMs, leaseMs, hostRate, hostConcurrency, wait = delay } = options;
  /** The end of each host's line of callers. */
  const lines = new Map<string, Promise<unknown>>();

  async function takePlace(host: HostName, entry: Entry, endsAt: number) {
    for (;;) {
      const leftMs = endsAt - performance.now();
      if (leftMs < 0) return undefined;
      const now = clock();
      const slotMax = new Date(now.getTime() + leftMs);
      const until = new Date(now.getTime() + leaseMs);
      const request = { host, ...entry, now, slotMax, patienceMs, until, hostRate, hostConcurrency };
      const visit = await beginVisit(store.db, request);
      if (visit !== undefined) return visit;
      await wait(lookAgainMs);
    }
  }

  const takeSlots = openTurnTaker((hostIds) => {
    const now = clock();
    return takeTurns(store.db, {
      hostIds,
      now,
      slotMax: new Date(now.getTime() + patienceMs),
      hostRate,
    });
  });

  async function come(hostId: number, turn: Turn): Promise<Date | null> {
    const isLate = turn.isGranted && clock().getTime() - turn.at.getTime() > lateMs;
    const [mine = turn] = isLate ? await takeSlots([hostId]) : [turn];
    if (!mine.isGranted) return mine.at;
    const aheadMs = mine.at.getTime() - clock().getTime();
    if (aheadMs > 0) await wait(aheadMs);
    return null;
  }

  return {
    async lineUp(hostIds) {
      const turns = await takeSlots(hostIds);
      return hostIds.flatMap((hostId, index) => {
        const turn = turns[index];
        return turn === undefined ? [] : [{ at: turn.at, come: () => come(hostId, turn) }];
      });
    },
    async enter(host, entry) {
      const endsAt = performance.now() + patienceMs;
      const key = hostKey(host);
      const turn = (lines.get(key) ?? Promise.resolve()).then(() => takePlace(host, entry, endsAt));
      // Whoever stands behind must not suffer for a fault that this caller hears of.
      const end = turn.catch(() => {});
      lines.set(key, end);
      const visit = await turn.finally(() => {
        if (lines.get(key) === end) lines.delete(key);
      });
      if (visit === undefined) return null;
      await wait(Math.max(0, visit.slotAt.getTime() - clock().getTime()));
      return () => {
        endVisit(store.db, visit).catch((error: unknown) => {
          log.warn(
            { err: error, host: key },
            "a place at a host was not given back; it comes free by itself",
          );
        });
      };
    },
  };
}
