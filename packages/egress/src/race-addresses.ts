import { connect, type Socket } from "node:net";
import type { Address } from "./connection-facts.ts";

/** An address and the port to be connected to. */
export interface Endpoint extends Address {
  readonly port: number;
}

/** One attempt that failed; `code` is Node's, or `ETIMEDOUT` when the time was up. */
export interface FailedAttempt {
  readonly endpoint: Endpoint;
  readonly code: string;
}

/** The first connection that came about, or every failed attempt. */
export type Race =
  | { readonly ok: true; readonly socket: Socket; readonly endpoint: Endpoint }
  | { readonly ok: false; readonly attempts: readonly FailedAttempt[] };

/** Bounds of a race, in milliseconds. */
export interface RaceLimits {
  readonly timeoutMs: number;
  /** Head start of each address before the next is tried beside it. */
  readonly attemptDelayMs: number;
  /** Ends the race with a rejection: our own stop, and no outcome. */
  readonly signal?: AbortSignal;
}

/**
 * Connects to the first endpoint that answers (RFC 8305 section 5): the next attempt starts when the one before has
 * failed or had its head start; the first to succeed wins and the others are destroyed.
 */
export function raceAddresses(endpoints: readonly Endpoint[], limits: RaceLimits): Promise<Race> {
  return new Promise((resolve, reject) =>
    new AddressRace(endpoints, limits, { resolve, reject }).startNext(),
  );
}

interface Outcome {
  readonly resolve: (race: Race) => void;
  readonly reject: (reason: Error) => void;
}

class AddressRace {
  readonly #waiting: Endpoint[];
  readonly #running = new Map<Endpoint, Socket>();
  readonly #failed: FailedAttempt[] = [];
  readonly #limits: RaceLimits;
  readonly #outcome: Outcome;
  readonly #deadline: NodeJS.Timeout;
  #headStart: NodeJS.Timeout | undefined;
  #settled = false;

  constructor(endpoints: readonly Endpoint[], limits: RaceLimits, outcome: Outcome) {
    this.#waiting = [...endpoints];
    this.#limits = limits;
    this.#outcome = outcome;
    this.#deadline = setTimeout(() => this.#timeOut(), limits.timeoutMs);
    limits.signal?.addEventListener("abort", this.#onAbort);
  }

  startNext(): void {
    clearTimeout(this.#headStart);
    const endpoint = this.#waiting.shift();
    if (endpoint === undefined) return;
    const socket = connect({
      host: endpoint.address,
      port: endpoint.port,
      family: endpoint.family,
      noDelay: true,
    });
    this.#running.set(endpoint, socket);
    // Kept for the socket's whole life: an error without a listener would end the process.
    socket.on("error", (error) => this.#attemptFailed(endpoint, codeOf(error)));
    socket.once("connect", () => this.#attemptSucceeded(endpoint, socket));
    if (this.#waiting.length > 0) {
      this.#headStart = setTimeout(() => this.startNext(), this.#limits.attemptDelayMs);
    }
  }

  #attemptSucceeded(endpoint: Endpoint, socket: Socket): void {
    if (this.#settled) {
      socket.destroy();
      return;
    }
    this.#running.delete(endpoint);
    this.#finish({ ok: true, socket, endpoint });
  }

  #attemptFailed(endpoint: Endpoint, code: string): void {
    if (this.#settled || !this.#running.delete(endpoint)) return;
    this.#failed.push({ endpoint, code });
    if (this.#waiting.length > 0) this.startNext();
    else if (this.#running.size === 0) this.#finish({ ok: false, attempts: this.#failed });
  }

  #timeOut(): void {
    for (const endpoint of this.#running.keys()) this.#failed.push({ endpoint, code: "ETIMEDOUT" });
    this.#finish({ ok: false, attempts: this.#failed });
  }

  readonly #onAbort = (): void => {
    this.#stop();
    this.#outcome.reject(new Error("connecting was given up because the egress was closed"));
  };

  #finish(race: Race): void {
    this.#stop();
    this.#outcome.resolve(race);
  }

  #stop(): void {
    this.#settled = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#headStart);
    this.#limits.signal?.removeEventListener("abort", this.#onAbort);
    for (const socket of this.#running.values()) socket.destroy();
  }
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
