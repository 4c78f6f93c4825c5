import {
  checkReady,
  createLogger,
  type Loop,
  readEnvOrExit,
  runProcess,
  type Scope,
  startOpsServer,
} from "@earshot/runtime";
import { type Foundations, openFoundations } from "./open-foundations.ts";

/** What a service started: the loops that must keep turning for it to be ready. */
export interface StartedService {
  readonly loops: readonly Loop[];
}

/** A loop that has not ended a round well for this long makes the process not ready. */
const loopPatienceMs = 60_000;
/** And for this long, worth a restart. */
const deadAfterMs = 10 * 60_000;

/**
 * Runs one app as a process of its own, until a signal: reads the environment (DATABASE_URL is required; PORT is any
 * free one unless set, since several services may share a machine), opens the foundations, starts the app, and serves
 * `/healthz`, `/readyz` and `/metrics`.
 */
export async function runService(
  name: string,
  source: Readonly<Record<string, string | undefined>>,
  start: (scope: Scope, base: Foundations) => Promise<StartedService>,
): Promise<never> {
  const env = readEnvOrExit(source, { required: ["databaseUrl"], defaults: { PORT: "0" } });
  const log = createLogger({ level: env.logLevel, name });
  return runProcess(name, log, async (scope) => {
    const base = await openFoundations(scope, { env, log, clock: () => new Date() });
    const { loops } = await start(scope, base);
    const ready = () =>
      checkReady({
        store: () => base.store.ping(),
        queue: () => base.queue.ping(),
        loops: () => requireTurning(loops, base.clock()),
      });
    const alive = () => loops.every((loop) => quietMs(loop, base.clock()) < deadAfterMs);
    const { host, port } = env;
    const server = await scope.open(
      "ops server",
      startOpsServer({ host, port, metrics: base.metrics, ready, alive }),
    );
    log.info({ url: server.url }, `${name} is running`);
  });
}

function requireTurning(loops: readonly Loop[], now: Date): void {
  for (const loop of loops) {
    if (quietMs(loop, now) <= loopPatienceMs) continue;
    const { name, lastError } = loop.health();
    throw new Error(
      `${name} has not ended a round for ${loopPatienceMs / 1_000} s: ${lastError ?? "it hangs"}`,
    );
  }
}

/** Milliseconds since a loop last ended a round well; 0 before its first one. */
function quietMs(loop: Loop, now: Date): number {
  const { startedAt, lastSuccessAt } = loop.health();
  return now.getTime() - (lastSuccessAt ?? startedAt ?? now).getTime();
}
