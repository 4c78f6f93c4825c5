import type { Env } from "@earshot/runtime";

/** The environment variables that say how often, how fast and how politely is looked. */
export type WorkEnv = Pick<
  Env,
  | "leaseMs"
  | "confirmDelaysMs"
  | "hostRate"
  | "hostConcurrency"
  | "addressRate"
  | "feedPeriodMs"
  | "hostPeriodMs"
  | "enclosurePeriodMs"
  | "cataloguePeriodMs"
>;

/** How long a request waits for a turn at its host; then its subject goes back to the store. In milliseconds. */
export const hostPatienceMs = 2_000;

/** The terms on which crawlers and checkers work alike, from the environment. */
export function workTermsOf(env: WorkEnv) {
  const { leaseMs, hostRate, hostConcurrency, addressRate, confirmDelaysMs } = env;
  return {
    /** How long a worker keeps what it claimed without renewing, in milliseconds. */
    leaseMs,
    /** Most requests a second to one host, over the whole fleet. */
    hostRate,
    /** Most requests in flight to one host, over the whole fleet. */
    hostConcurrency,
    /** Most handshakes a second of host checks at one address, over the whole fleet. */
    addressRate,
    rules: { confirmDelaysMs },
    periods: {
      feedMs: env.feedPeriodMs,
      hostMs: env.hostPeriodMs,
      enclosureMs: env.enclosurePeriodMs,
      catalogueMs: env.cataloguePeriodMs,
    },
  };
}
