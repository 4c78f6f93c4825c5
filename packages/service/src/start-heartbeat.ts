import { randomUUID } from "node:crypto";
import type { VantageWatch } from "@earshot/probe";
import { type EventLoopLag, type Scope, startLoop } from "@earshot/runtime";
import { beatVantage, endVantage, type LiveVantages, type VantageWork } from "@earshot/storage";
import type { Foundations } from "./open-foundations.ts";
import type { Suspicions } from "./open-suspicions.ts";

/** Which vantages there are, this process's own included. */
export interface Heartbeat {
  /** At which this work was done at the last beat, in order of their names; never empty where this process does it. */
  liveVantages(work: VantageWork): readonly string[];
}

/** What the heartbeat tells of. */
export interface HeartbeatSources {
  readonly vantage: VantageWatch;
  readonly suspicions: Suspicions;
  readonly lag: EventLoopLag;
  /** Whether our name servers answer nobody. */
  readonly areNamesSilent: () => boolean;
  /** What this process does: `checks` stands for probing enclosures and checking hosts, `crawls` for fetching feeds. */
  readonly does: readonly VantageWork[];
}

const beatEveryMs = 5_000;
/** A time-out that fires while the event loop was held up for longer says nothing about its target. */
const lagMsMax = 500;

/**
 * Says every five seconds that this process is there, and what it suspects itself of. The first beat is made before it
 * returns, so that the process belongs to the fleet before it takes any work; saying goodbye is part of the scope.
 */
export async function startHeartbeat(
  scope: Scope,
  base: Foundations,
  { vantage, suspicions, lag, areNamesSilent, does }: HeartbeatSources,
): Promise<Heartbeat> {
  const { env, store, clock, log } = base;
  const id = randomUUID();
  const own = (work: VantageWork) => (does.includes(work) ? [env.vantage] : []);
  let live: LiveVantages = { checks: own("checks"), crawls: own("crawls") };

  async function beat(): Promise<void> {
    const { clockOffsetMs } = await vantage.refresh();
    suspicions.note({ names: areNamesSilent(), lag: lag.lagMs() > lagMsMax });
    const own = { suspicions: suspicions.list(), clockOffsetMs };
    live = await beatVantage(store.db, { id, vantage: env.vantage, does, ...own });
  }

  await beat();
  scope.onClose("vantage", () => endVantage(store.db, id));
  const onError = (error: unknown) => log.warn({ err: error }, "could not say that this process is there");
  const firstDelayMs = beatEveryMs;
  await scope.open(
    "heartbeat",
    startLoop({ name: "heartbeat", intervalMs: beatEveryMs, firstDelayMs, clock, onError, run: beat }),
  );
  return { liveVantages: (work) => live[work] };
}
