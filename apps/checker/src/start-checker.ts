import type { Prober, VantageWatch } from "@earshot/probe";
import type { Queue } from "@earshot/queue";
import { type Logger, type Loop, type Metrics, openScope, startLoop } from "@earshot/runtime";
import {
  type Heartbeat,
  hostPatienceMs,
  type StartWorker,
  startWorkers,
  type WorkEnv,
  workAt,
  workTermsOf,
} from "@earshot/service";
import {
  type HostLedger,
  hintChannels,
  hotLeaseOf,
  openAddressGate,
  openHostGate,
  type Store,
} from "@earshot/storage";
import { checkHosts } from "./check-hosts.ts";
import { buildMeasures } from "./measure-checks.ts";
import { openCheckRecorder } from "./open-check-recorder.ts";
import { openProbeRecorder } from "./open-probe-recorder.ts";
import { planHosts } from "./plan-hosts.ts";
import { probeEnclosures } from "./probe-enclosures.ts";

/** What the checker runs on. */
export interface CheckerDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly prober: Prober;
  /** The same for hosts that only webhooks lead to, with the guard that webhooks have. */
  readonly webhookProber: Pick<Prober, "checkAdmitted">;
  readonly vantage: VantageWatch;
  readonly heartbeat: Heartbeat;
  readonly ledger: HostLedger;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clock: () => Date;
  /** With the name of this vantage. */
  readonly env: WorkEnv & { readonly vantage: string };
}

/** A running checker. */
export interface Checker {
  readonly loops: readonly Loop[];
  close(): Promise<void>;
}

/** Short, because a known deadline is to be looked at one second after it and not two. */
const planEveryMs = 200;
/** A probe ends by its deadline of 30 s, so a visit that is older belonged to a process that is gone. */
const longestVisitMs = 35_000;

/** Starts planning host checks, and working at host checks and enclosure probes, hot ones apart from the others. */
export async function startChecker(deps: CheckerDeps): Promise<Checker> {
  const { store, log, clock, heartbeat } = deps;
  const scope = openScope({ log });
  const liveVantages = () => heartbeat.liveVantages("checks");
  const { workers, planning } = openWork(deps);
  await startWorkers(scope, { ...deps, vantage: deps.env.vantage, liveVantages }, workers);
  const onError = (error: unknown) =>
    log.error({ err: error }, "the checker met a fault of ours, trying again");
  const planner = await scope.open(
    "host planner",
    startLoop({
      name: "host planner",
      intervalMs: planEveryMs,
      clock,
      onError,
      run: () => planHosts({ ...planning, liveVantages }),
    }),
  );
  await scope.open("hints", store.listen({ [hintChannels.due]: () => void planner.wake() }));
  return { loops: [planner], close: () => scope.close() };
}

function openWork(deps: CheckerDeps) {
  const { store, log, clock } = deps;
  const terms = workTermsOf(deps.env);
  const { hostRate, hostConcurrency, leaseMs } = terms;
  const measures = buildMeasures(deps.metrics);
  const visits = { patienceMs: hostPatienceMs, leaseMs: Math.min(leaseMs, longestVisitMs) };
  const gate = openHostGate(store, { hostRate, hostConcurrency, ...visits, clock, log });
  const recorder = openProbeRecorder(store, clock);
  const checkRecorder = openCheckRecorder(store, clock);
  const { addressRate } = terms;
  const addressGate = openAddressGate(store, { addressRate, patienceMs: hostPatienceMs, clock });
  const hosts = { ...deps, ...terms, addressGate, checkRecorder, onCheck: measures.onCheck };
  const media = { ...deps, ...terms, gate, recorder, onProbe: measures.onProbe };
  const hot = { leaseMs: hotLeaseOf(leaseMs) };
  const workers: readonly StartWorker[] = [
    workAt("host.confirm", (payload) => checkHosts({ ...hosts, ...hot }, payload)),
    workAt("host.check", (payload) => checkHosts(hosts, payload)),
    workAt("host.slow", (payload) => checkHosts(hosts, payload)),
    workAt("enclosure.confirm", (payload) => probeEnclosures({ ...media, ...hot }, payload)),
    workAt("enclosure.probe", (payload) => probeEnclosures(media, payload)),
    workAt("enclosure.slow", (payload) => probeEnclosures(media, payload)),
  ];
  return { workers, planning: hosts };
}
