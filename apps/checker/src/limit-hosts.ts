import type { Admit } from "@earshot/probe";

/** How politely later hops are asked. */
export interface HostLimits {
  /** Requests a second to one host. */
  readonly rate: number;
  /** Requests in flight to one host. */
  readonly concurrency: number;
  /** A slot further away than this is not given: the probe is put off instead. */
  readonly patienceMs: number;
}

interface HostState {
  /** `performance.now()` value of the next free slot. */
  nextSlotAt: number;
  inFlight: number;
  readonly waiting: (() => void)[];
}

const hostsMax = 10_000;

/**
 * Gives later hops of probes their slots, in this process: at most `rate` a second and `concurrency` at a time for
 * each host. First hops have theirs from the claim.
 */
export function limitHosts(limits: HostLimits): Admit {
  const hosts = new Map<string, HostState>();
  const spacingMs = 1_000 / limits.rate;
  const stateOf = (key: string): HostState => {
    const known = hosts.get(key);
    if (known !== undefined) return known;
    if (hosts.size >= hostsMax) forgetIdle(hosts);
    const fresh: HostState = { nextSlotAt: 0, inFlight: 0, waiting: [] };
    hosts.set(key, fresh);
    return fresh;
  };
  return async ({ hostname, port }) => {
    const state = stateOf(`${hostname}:${port}`);
    while (state.inFlight >= limits.concurrency) {
      await new Promise<void>((resolve) => state.waiting.push(resolve));
    }
    const now = performance.now();
    const slotAt = Math.max(now, state.nextSlotAt);
    if (slotAt - now > limits.patienceMs) return null;
    state.inFlight += 1;
    state.nextSlotAt = slotAt + spacingMs;
    if (slotAt > now) await new Promise((resolve) => setTimeout(resolve, slotAt - now));
    return () => {
      state.inFlight -= 1;
      state.waiting.shift()?.();
    };
  };
}

function forgetIdle(hosts: Map<string, HostState>): void {
  const now = performance.now();
  for (const [key, state] of hosts) {
    if (state.inFlight === 0 && state.waiting.length === 0 && state.nextSlotAt <= now) hosts.delete(key);
  }
}
