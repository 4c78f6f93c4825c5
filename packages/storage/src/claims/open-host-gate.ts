import { setTimeout as delay } from "node:timers/promises";
import { type HostName, hostKey } from "../hosts/upsert-hosts.ts";
import type { Store } from "../schema/open-store.ts";
import type { StorageLog } from "../storage-log.ts";
import type { HostBudget } from "./plan-slots.ts";
import { beginVisit, endVisit } from "./visit-host.ts";

/** How politely hosts are asked by whoever comes through the gate. */
export interface HostGateOptions extends HostBudget {
  /** How long to wait for a place and its slot. */
  readonly patienceMs: number;
  /** When a visit is given up for lost: longer than any visit lasts. */
  readonly leaseMs: number;
  readonly clock: () => Date;
  readonly log: StorageLog;
}

/** The way to hosts that were not claimed: those of later hops. */
export interface HostGate {
  /**
   * Waits for a place at the host and for its slot, and gives the function that frees the place; null when there is
   * none in time. `covered`: the caller's claim is on a URL of this very host.
   */
  enter(host: HostName, options: { readonly covered: boolean }): Promise<(() => void) | null>;
}

/** How often a full host is asked for a place again. */
const lookAgainMs = 100;

/**
 * Opens a gate that keeps each host's rate and concurrency over the whole fleet. For each host one caller at a time
 * looks for a place, the others wait behind it, so that a busy host costs one small query in a tenth of a second.
 */
export function openHostGate(store: Store, options: HostGateOptions): HostGate {
  const { clock, log, patienceMs, leaseMs, hostRate, hostConcurrency } = options;
  /** The end of each host's line of callers. */
  const lines = new Map<string, Promise<unknown>>();

  async function takePlace(host: HostName, covered: boolean, endsAt: number) {
    for (;;) {
      const leftMs = endsAt - performance.now();
      if (leftMs < 0) return undefined;
      const now = clock();
      const slotMax = new Date(now.getTime() + leftMs);
      const until = new Date(now.getTime() + leaseMs);
      const request = { host, covered, now, slotMax, until, hostRate, hostConcurrency };
      const visit = await beginVisit(store.db, request);
      if (visit !== undefined) return visit;
      await delay(lookAgainMs);
    }
  }

  return {
    async enter(host, { covered }) {
      const endsAt = performance.now() + patienceMs;
      const key = hostKey(host);
      const turn = (lines.get(key) ?? Promise.resolve()).then(() => takePlace(host, covered, endsAt));
      // Whoever stands behind must not suffer for a fault that this caller hears of.
      const end = turn.catch(() => {});
      lines.set(key, end);
      const visit = await turn.finally(() => {
        if (lines.get(key) === end) lines.delete(key);
      });
      if (visit === undefined) return null;
      await delay(Math.max(0, visit.slotAt.getTime() - clock().getTime()));
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
