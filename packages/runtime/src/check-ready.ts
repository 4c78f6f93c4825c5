/** Whether a process can do its work, with one entry for each thing it needs. */
export interface ReadyReport {
  readonly ready: boolean;
  /** `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Runs all checks at once; one fails by throwing or by not answering in time. Never throws. */
export async function checkReady(
  checks: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown> | unknown>>,
  timeoutMs = 2_000,
): Promise<ReadyReport> {
  const signal = AbortSignal.timeout(timeoutMs);
  const results = await Promise.all(
    Object.entries(checks).map(
      async ([name, check]) => [name, await runCheck(() => check(signal), signal)] as const,
    ),
  );
  return { ready: results.every(([, result]) => result === "ok"), checks: Object.fromEntries(results) };
}

async function runCheck(check: () => Promise<unknown> | unknown, signal: AbortSignal): Promise<string> {
  const timedOut = Promise.withResolvers<never>();
  const onAbort = () => timedOut.reject(new Error("did not answer in time"));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([(async () => check())(), timedOut.promise]);
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
