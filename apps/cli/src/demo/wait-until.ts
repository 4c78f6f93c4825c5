import { setTimeout as delay } from "node:timers/promises";

const lookEveryMs = 50;

/** Waits for a condition. Throws, naming what was waited for, when it has not come true in time. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  options: { readonly patienceMs: number; readonly what: string },
): Promise<void> {
  const endsAt = Date.now() + options.patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > endsAt)
      throw new Error(`Waited ${options.patienceMs / 1_000} s in vain for ${options.what}.`);
    await delay(lookEveryMs);
  }
}
