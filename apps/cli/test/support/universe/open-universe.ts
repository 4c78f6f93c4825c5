import {
  type CheckHostsDeps,
  checkHosts,
  openCheckRecorder,
  openProbeRecorder,
  type ProbeEnclosuresDeps,
  probeEnclosures,
} from "@earshot/checker";
import type { Lane } from "@earshot/domain";
import { watchVantage } from "@earshot/probe";
import { createLogger } from "@earshot/runtime";
import {
  type Claim,
  claimDue,
  claimDueMedia,
  claimDuePolitely,
  type HostGate,
  type HostLedger,
  type HostTurn,
  hotLeaseOf,
  openHostGate,
  openHostLedger,
  releaseParked,
  type Store,
} from "@earshot/storage";
import type { LatenessMeter } from "./measure-lateness.ts";
import type { Crawl } from "./publish-episodes.ts";
import type { ScriptedProber } from "./script-prober.ts";
import type { UniversePlan } from "./universe-plan.ts";

/** What a universe is made of. */
export interface UniverseParts {
  readonly plan: UniversePlan;
  readonly store: Store;
  readonly clock: () => Date;
  readonly scripted: ScriptedProber;
  readonly crawl: Crawl;
  readonly lateness: LatenessMeter;
}

/** What was done so far. */
export interface UniverseCounts {
  claimed: number;
  /** Given back unasked, because their host wishes to be left alone or has no slot for them yet. */
  handedBack: number;
  crawls: number;
  published: number;
}

/** A universe, to be played second by second. */
export interface Universe {
  readonly counts: Readonly<UniverseCounts>;
  /** Plans and does everything that is due at this second; all of it takes no time by the scripted clock. */
  second(): Promise<void>;
  close(): Promise<void>;
}

const log = createLogger({ level: "error", name: "universe" });
const leaseMs = 90_000;
const claimsMax = 1_000;
const batchMax = 50;
/** Planners of a busy fleet come by four times a second; what nobody waits for is planned less often here. */
const planningRoundsMax = 4;
const leisureSeconds = 5;

/**
 * Opens a universe: the store, its claims, the checker's work and the incident rules are the real ones. Nothing of it
 * goes by the time that the machine takes: the ledger of requests counts scripted seconds, and the faults of the script
 * are such that are judged by dates alone.
 */
export function openUniverse(parts: UniverseParts): Universe {
  const { store, clock, crawl, lateness, plan } = parts;
  const counts: UniverseCounts = { claimed: 0, handedBack: 0, crawls: 0, published: 0 };
  const ledger = countHandedBack(
    openHostLedger(store, { clock, log, elapsedMs: () => clock().getTime() }),
    counts,
  );
  const deps = { ...depsOf(parts, ledger), gate: openGate(parts, counts) };

  async function checkDueHosts(lanes: readonly Lane[], now: Date): Promise<void> {
    for (const lane of lanes) {
      const due = await claimDue(store.db, { kind: "host", lane, limit: claimsMax, leaseMs, now });
      lateness.note("host", due.subjects, now);
      for (const hostIds of batchesOf(due)) await checkHosts(deps, { claimId: due.claimId, hostIds });
    }
  }
  async function crawlDueFeeds(now: Date): Promise<void> {
    const free = { hostRate: claimsMax, hostConcurrency: claimsMax };
    const due = await claimDuePolitely(store.db, { kind: "feed", limit: claimsMax, leaseMs, now, ...free });
    lateness.note("feed", due.subjects, now);
    counts.crawls += due.subjects.length;
    counts.published += await crawl(due, now);
  }
  async function probeDueMedia(now: Date): Promise<void> {
    const { hostRate, hostConcurrency } = plan;
    const budget = { hostRate, hostConcurrency, leaseMs, hotLeaseMs: hotLeaseOf(leaseMs) };
    for (let round = 0; round < planningRoundsMax; round++) {
      const due = await claimDueMedia(store.db, { ...budget, limit: claimsMax, now });
      lateness.note("media", due.subjects, now);
      counts.claimed += due.subjects.length;
      await Promise.all(
        batchesOf(due).map((mediaIds) => probeEnclosures(deps, { claimId: due.claimId, mediaIds })),
      );
      // Only where a host was full there may be more for it now.
      if (!due.subjects.some(isOfFullHost(due, hostConcurrency))) break;
    }
  }
  return {
    counts,
    async second() {
      const now = clock();
      const isLeisurely = (now.getTime() / 1_000) % leisureSeconds === 0;
      if (isLeisurely) await releaseParked(store.db, { hostRate: plan.hostRate, now });
      await Promise.all([
        checkDueHosts(isLeisurely ? ["hot", "ordinary"] : ["hot"], now),
        isLeisurely ? crawlDueFeeds(now) : undefined,
        probeDueMedia(now),
      ]);
    },
    close: () => ledger.close(),
  };
}

/** The ledger is asked once for each URL: one whose host wishes to be left alone goes back unasked. */
function countHandedBack(ledger: HostLedger, counts: UniverseCounts): HostLedger {
  return {
    ...ledger,
    closedUntil(host) {
      const until = ledger.closedUntil(host);
      if (until !== null) counts.handedBack += 1;
      return until;
    },
  };
}

/** The fleet's gate. A slot within the second is used at once, since no scripted time passes while somebody waits. */
function openGate({ store, clock, plan }: UniverseParts, counts: UniverseCounts): HostGate {
  const { hostRate, hostConcurrency } = plan;
  const gate = openHostGate(store, {
    ...{ hostRate, hostConcurrency, leaseMs, clock, log, patienceMs: 1_000 },
    wait: async () => {},
  });
  const counted = (turn: HostTurn): HostTurn => ({
    at: turn.at,
    async come() {
      const laterAt = await turn.come();
      if (laterAt !== null) counts.handedBack += 1;
      return laterAt;
    },
  });
  return { ...gate, lineUp: async (hostIds) => (await gate.lineUp(hostIds)).map(counted) };
}

function depsOf(
  parts: UniverseParts,
  ledger: HostLedger,
): CheckHostsDeps & Omit<ProbeEnclosuresDeps, "gate"> {
  const { store, clock, plan, scripted } = parts;
  const { prober } = scripted;
  return {
    ...{ store, clock, prober, webhookProber: prober, ledger, leaseMs, periods: plan.periods },
    log,
    // Its hosts have an address each.
    addressGate: { enter: async () => ({ isGranted: true, waitFor: async () => {} }) },
    vantage: watchVantage({
      ...{ clock, steadyMs: () => clock().getTime() },
      ...{ canaries: [], checkHost: prober.checkHost, onChange: () => {} },
    }),
    recorder: openProbeRecorder(store, clock),
    checkRecorder: openCheckRecorder(store, clock),
    rules: { confirmDelaysMs: [10_000, 30_000] },
    onCheck: () => {},
    onProbe: () => {},
  };
}

function batchesOf({ subjects }: Claim): readonly (readonly number[])[] {
  const ids = subjects.map(({ id }) => id);
  return Array.from({ length: Math.ceil(ids.length / batchMax) }, (_, n) =>
    ids.slice(n * batchMax, (n + 1) * batchMax),
  );
}

function isOfFullHost({ subjects }: Claim, hostConcurrency: number) {
  const claims = Map.groupBy(subjects, ({ hostId }) => hostId);
  return ({ hostId }: Claim["subjects"][number]) => (claims.get(hostId)?.length ?? 0) >= hostConcurrency;
}
