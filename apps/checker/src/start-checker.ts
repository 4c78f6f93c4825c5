import type { Prober, VantageWatch } from "@earshot/probe";
import type { Queue } from "@earshot/queue";
import { type Env, type Logger, type Loop, type Metrics, openScope, startLoop } from "@earshot/runtime";
import { hintChannels, openHostGate, openHostLedger, type Store } from "@earshot/storage";
import { checkHosts } from "./check-hosts.ts";
import { buildMeasures } from "./measure-checks.ts";
import { openProbeRecorder } from "./open-probe-recorder.ts";
import { planHosts } from "./plan-hosts.ts";
import { probeEnclosures } from "./probe-enclosures.ts";

/** What the checker runs on. */
export interface CheckerDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly prober: Prober;
  readonly vantage: VantageWatch;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clock: () => Date;
  readonly env: Pick<
    Env,
    | "leaseMs"
    | "confirmDelaysMs"
    | "hostRate"
    | "hostConcurrency"
    | "feedPeriodMs"
    | "hostPeriodMs"
    | "enclosurePeriodMs"
    | "cataloguePeriodMs"
  >;
}

/** A running checker. */
export interface Checker {
  readonly loops: readonly Loop[];
  close(): Promise<void>;
}

/** Short, because a known deadline is to be looked at one second after it and not two. */
const planEveryMs = 200;
const admissionPatienceMs = 2_000;
/** A probe ends by its deadline of 30 s, so a visit that is older belonged to a process that is gone. */
const longestVisitMs = 35_000;

/** Starts planning host checks, and working at host checks and enclosure probes, hot ones apart from the others. */
export async function startChecker(deps: CheckerDeps): Promise<Checker> {
  const { store, queue, log, clock, env, metrics } = deps;
  const scope = openScope({ log });
  const measures = buildMeasures(metrics);
  const rules = { confirmDelaysMs: env.confirmDelaysMs };
  const periods = periodsOf(env);
  const { leaseMs, hostRate, hostConcurrency } = env;
  const gate = openHostGate(store, {
    hostRate,
    hostConcurrency,
    patienceMs: admissionPatienceMs,
    leaseMs: Math.min(leaseMs, longestVisitMs),
    clock,
    log,
  });
  // Opened before the workers, so that it is closed after them.
  const ledger = await scope.open("host ledger", openHostLedger(store, clock));
  const hosts = { ...deps, leaseMs, rules, periods, onCheck: measures.onCheck };
  const recorder = openProbeRecorder(store, clock);
  const media = { ...deps, leaseMs, rules, periods, gate, ledger, recorder, onProbe: measures.onProbe };
  for (const job of ["host.confirm", "host.check"] as const) {
    await scope.open(
      job,
      queue.work(job, (payload) => checkHosts(hosts, payload)),
    );
  }
  for (const job of ["enclosure.confirm", "enclosure.probe"] as const) {
    await scope.open(
      job,
      queue.work(job, (payload) => probeEnclosures(media, payload)),
    );
  }
  const onError = (error: unknown) =>
    log.error({ err: error }, "the host planner met a fault of ours, trying again");
  const planner = await scope.open(
    "host planner",
    startLoop({ name: "host planner", intervalMs: planEveryMs, clock, onError, run: () => planHosts(hosts) }),
  );
  await scope.open("hints", store.listen({ [hintChannels.due]: () => void planner.wake() }));
  return { loops: [planner], close: () => scope.close() };
}

function periodsOf(env: CheckerDeps["env"]) {
  const { feedPeriodMs, hostPeriodMs, enclosurePeriodMs, cataloguePeriodMs } = env;
  return {
    feedMs: feedPeriodMs,
    hostMs: hostPeriodMs,
    enclosureMs: enclosurePeriodMs,
    catalogueMs: cataloguePeriodMs,
  };
}
