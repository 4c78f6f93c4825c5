/** How fast one host may be asked, over the whole fleet. */
export interface HostBudget {
  /** Claims per second. */
  readonly hostRate: number;
  /** Live claims at a time. */
  readonly hostConcurrency: number;
}

/** A URL that is ready to be claimed. */
export interface SlotCandidate {
  readonly id: number;
  readonly hostId: number;
  readonly hot: boolean;
  /** When it was due, in milliseconds since the epoch. */
  readonly dueAt: number;
  /** Whether it waited for a slot of its host already. */
  readonly slotted: boolean;
}

/** Where a host stands: changed by planning. Times are milliseconds since the epoch. */
export interface HostSlots {
  nextSlotAt: number;
  openAt: number;
  /** The share of the full rate at which it wants to be asked, above 0 and at most 1. */
  readonly share: number;
  /** How many of its URLs are under live claims, and how many later hops of other probes are at it. */
  live: number;
}

/** Who is claimed now, and who is to come back when. */
export interface SlotPlan {
  readonly claimed: readonly number[];
  readonly deferred: readonly { readonly id: number; readonly readyAt: number; readonly slotted: boolean }[];
}

/** How far ahead of its slot a URL may be claimed, so that planners need not come by for each one. */
const aheadMs = 1_000;

/**
 * Decides which candidates may be asked for now without being rude to their hosts. Each ordinary URL gets its host's
 * next free slot once and waits for it out of the way, so that a host with a hundred thousand due URLs keeps nobody
 * else waiting. Hot URLs do not queue, but all are held to the rate and to the number of live claims. Hot candidates are
 * taken first, and of each kind those that have been due for longest, until `limit` are claimed: a host that answers too
 * slowly for all that hangs on it serves everybody in turn, and nobody in vain. Those after that are not looked at.
 */
export function planSlots(
  candidates: readonly SlotCandidate[],
  hosts: ReadonlyMap<number, HostSlots>,
  terms: HostBudget & { readonly limit: number; readonly now: number },
): SlotPlan {
  const claimed: number[] = [];
  const deferred: { id: number; readyAt: number; slotted: boolean }[] = [];
  const crowded = new Map<number, number>();
  for (const candidate of candidates.toSorted(inTurn)) {
    if (claimed.length >= terms.limit) break;
    const host = hosts.get(candidate.hostId);
    if (host === undefined) continue;
    const intervalMs = 1_000 / (terms.hostRate * host.share);
    if (!candidate.slotted) {
      const slot = Math.max(terms.now, host.nextSlotAt);
      host.nextSlotAt = slot + intervalMs;
      if (!candidate.hot && slot > terms.now + aheadMs) {
        deferred.push({ id: candidate.id, readyAt: slot, slotted: true });
        continue;
      }
    }
    if (host.live < terms.hostConcurrency && host.openAt <= terms.now + aheadMs) {
      host.live += 1;
      host.openAt = Math.max(host.openAt, terms.now) + intervalMs;
      claimed.push(candidate.id);
      continue;
    }
    // They come back spread out, so that a host that stays busy does not cost a pass over all of them each second; who
    // has waited for longest comes back first and soon, so as not to miss the place that comes free.
    const before = crowded.get(candidate.hostId) ?? 0;
    crowded.set(candidate.hostId, before + 1);
    const readyAt = Math.max(terms.now + intervalMs, host.openAt - aheadMs) + before * intervalMs;
    deferred.push({ id: candidate.id, readyAt, slotted: true });
  }
  return { claimed, deferred };
}

function inTurn(one: SlotCandidate, other: SlotCandidate): number {
  return Number(other.hot) - Number(one.hot) || one.dueAt - other.dueAt;
}
