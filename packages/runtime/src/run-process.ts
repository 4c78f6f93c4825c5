import { constants } from "node:os";
import type { Logger } from "pino";
import { openScope, type Scope, ScopeClosedError } from "./open-scope.ts";
import { StartError } from "./start-error.ts";

/** What the body of a process may ask of it. */
export interface ProcessControl {
  /** Ends the process in good order, with this exit code. */
  stop(exitCode?: number): void;
  /** Ends the process in good order because something it cannot do without broke: exit 2. */
  fail(error: unknown): void;
}

/** How a process runs. */
export interface ProcessOptions {
  /** Time for everything to close after a signal. */
  readonly closeTimeoutMs?: number;
}

type Ending =
  | { readonly kind: "stop"; readonly reason: string; readonly exitCode: number }
  | { readonly kind: "fail"; readonly error: unknown };

/** Exit code of a mistake in use or set-up, and of our own faults. */
const faultExitCode = 2;

/**
 * Runs a process: the body opens what it needs in the scope and returns; the process then lives until SIGTERM, SIGINT,
 * `control.stop()` or `control.fail()`, closes everything in reverse order within the deadline, and exits: 0 after a
 * signal, 2 when the body threw, something failed later, or closing failed. A second signal exits at once (128 + its number).
 */
export async function runProcess(
  name: string,
  log: Logger,
  body: (scope: Scope, control: ProcessControl) => Promise<void> | void,
  options: ProcessOptions = {},
): Promise<never> {
  const scope = openScope({ log, ...options });
  const ended = Promise.withResolvers<Ending>();
  const control: ProcessControl = {
    stop: (exitCode = 0) => ended.resolve({ kind: "stop", reason: "finished", exitCode }),
    fail: (error) => ended.resolve({ kind: "fail", error }),
  };
  listenForSignals(log, (signal) => ended.resolve({ kind: "stop", reason: signal, exitCode: 0 }));
  process.on("uncaughtException", control.fail);
  process.on("unhandledRejection", control.fail);

  void startBody(() => body(scope, control), log).catch(control.fail);
  const ending = await ended.promise;
  const exitCode = reportEnding(ending, name, log);
  const closedCleanly = await scope.close().then(
    () => true,
    (error: unknown) => {
      log.error({ err: error }, "did not stop cleanly");
      return false;
    },
  );
  if (closedCleanly) log.info("stopped");
  process.exit(closedCleanly ? exitCode : exitCode || faultExitCode);
}

async function startBody(body: () => Promise<void> | void, log: Logger): Promise<void> {
  try {
    await body();
  } catch (error) {
    // The stop that closed the scope in mid-start has already ended the process in its own way.
    if (!(error instanceof ScopeClosedError)) throw error;
    log.debug({ err: error }, "stopped while starting");
  }
}

function listenForSignals(log: Logger, onFirst: (signal: string) => void): void {
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) {
        log.warn({ signal }, "second signal, stopping at once");
        process.exit(128 + constants.signals[signal]);
      }
      isStopping = true;
      onFirst(signal);
    });
  }
}

function reportEnding(ending: Ending, name: string, log: Logger): number {
  if (ending.kind === "stop") {
    log.info({ reason: ending.reason }, `${name} is stopping`);
    return ending.exitCode;
  }
  const { error } = ending;
  if (error instanceof StartError) log.fatal(error.message);
  else log.fatal({ err: error }, `${name} failed`);
  return faultExitCode;
}
