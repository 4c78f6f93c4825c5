import { buildFault } from "@earshot/domain";
import { noConnection } from "./connection-facts.ts";
import { type Deadline, remainingMs } from "./deadline.ts";
import { type ConnectDeps, type ConnectRequest, type Opened, openConnection } from "./open-connection.ts";
import { PooledConnection } from "./pooled-connection.ts";

/** A connection to send one request on, to be given back or destroyed; or why there is none. */
export type Checkout =
  | { readonly ok: true; readonly connection: PooledConnection; readonly reused: boolean }
  | Extract<Opened, { ok: false }>;

interface OriginState {
  readonly idle: PooledConnection[];
  readonly waiting: Set<() => void>;
  taken: number;
}

/** Keeps connections alive between requests, per origin and family, young, judged and within bounds. */
export class ConnectionPool {
  readonly #deps: ConnectDeps;
  readonly #origins = new Map<string, OriginState>();
  readonly #open = new Set<PooledConnection>();
  #idleTotal = 0;
  #closed = false;

  constructor(deps: ConnectDeps) {
    this.#deps = deps;
  }

  /**
   * Gives an idle connection that is still good, at once; undefined when there is none, or all of the origin's slots
   * are taken, so that `checkOut` has to be asked.
   */
  takeIdle(key: string): PooledConnection | undefined {
    const state = this.#origins.get(key);
    if (state === undefined || state.taken >= this.#deps.limits.connectionsPerOriginMax) return undefined;
    const connection = this.#popIdle(state);
    if (connection === undefined) this.#dropIfUnused(key);
    else state.taken += 1;
    return connection;
  }

  /** Gives an idle connection that is still good, else opens one; `fresh` always opens one. */
  async checkOut(key: string, request: ConnectRequest, fresh: boolean): Promise<Checkout> {
    if (this.#closed) throw new Error("the egress is closed");
    const state = this.#stateOf(key);
    if (state.taken >= this.#deps.limits.connectionsPerOriginMax) {
      const freed = await waitForSlot(state, request.deadline);
      if (this.#closed) throw new Error("the egress is closed");
      if (!freed) return congested(request);
    } else {
      state.taken += 1;
    }
    const idle = fresh ? undefined : this.#popIdle(state);
    if (idle) return { ok: true, connection: idle, reused: true };
    return this.#openOne(key, state, request);
  }

  /** Gives a connection back after its response was read to the end. */
  checkIn(key: string, connection: PooledConnection): void {
    const state = this.#stateOf(key);
    connection.requests += 1;
    if (!this.#closed && !connection.closed && this.#isYoung(connection, performance.now())) {
      state.idle.push(connection);
      this.#idleTotal += 1;
      if (this.#idleTotal > this.#deps.limits.idleConnectionsMax) this.#dropOldestIdle();
    } else {
      connection.destroy(new Error("retired"));
    }
    this.#freeSlot(key, state);
  }

  /** Tells the pool that a connection it gave out was destroyed instead of given back. */
  forget(key: string, connection: PooledConnection, reason: Error): void {
    connection.destroy(reason);
    this.#freeSlot(key, this.#stateOf(key));
  }

  /** How many sockets are open, idle or in use. */
  get openCount(): number {
    return this.#open.size;
  }

  /** Destroys every connection; requests under way fail. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#open) connection.destroy(new Error("the egress was closed"));
    for (const state of this.#origins.values()) for (const wake of state.waiting) wake();
    this.#origins.clear();
  }

  async #openOne(key: string, state: OriginState, request: ConnectRequest): Promise<Checkout> {
    let opened: Opened;
    try {
      opened = await openConnection(this.#deps, request);
    } catch (error) {
      this.#freeSlot(key, state);
      throw error;
    }
    if (!opened.ok) {
      this.#freeSlot(key, state);
      return opened;
    }
    const connection = new PooledConnection(originOf(request), opened, this.#deps.limits);
    this.#open.add(connection);
    connection.onClose(() => this.#onClosed(key, connection));
    if (this.#closed) {
      connection.destroy(new Error("the egress was closed"));
      throw new Error("the egress is closed");
    }
    return { ok: true, connection, reused: false };
  }

  #onClosed(key: string, connection: PooledConnection): void {
    this.#open.delete(connection);
    const state = this.#origins.get(key);
    const index = state?.idle.indexOf(connection) ?? -1;
    if (index < 0) return;
    state?.idle.splice(index, 1);
    this.#idleTotal -= 1;
    this.#dropIfUnused(key);
  }

  #popIdle(state: OriginState): PooledConnection | undefined {
    const at = performance.now();
    for (;;) {
      const connection = state.idle.pop();
      if (connection === undefined) return undefined;
      this.#idleTotal -= 1;
      if (!connection.closed && this.#isYoung(connection, at) && connection.isValidAt(this.#deps.clock()))
        return connection;
      connection.destroy(new Error("retired"));
    }
  }

  #isYoung(connection: PooledConnection, at: number): boolean {
    return at - connection.openedAt < this.#deps.limits.connectionAgeMs;
  }

  #dropOldestIdle(): void {
    for (const state of this.#origins.values()) {
      const oldest = state.idle.shift();
      if (oldest === undefined) continue;
      this.#idleTotal -= 1;
      oldest.destroy(new Error("too many idle connections"));
      return;
    }
  }

  #stateOf(key: string): OriginState {
    const known = this.#origins.get(key);
    if (known) return known;
    const state: OriginState = { idle: [], waiting: new Set(), taken: 0 };
    this.#origins.set(key, state);
    return state;
  }

  #freeSlot(key: string, state: OriginState): void {
    const [next] = state.waiting;
    if (next) {
      state.waiting.delete(next);
      next();
      return;
    }
    state.taken -= 1;
    if (state.idle.length === 0) this.#dropIfUnused(key);
  }

  #dropIfUnused(key: string): void {
    const state = this.#origins.get(key);
    if (state && state.taken <= 0 && state.idle.length === 0) this.#origins.delete(key);
  }
}

function originOf(request: ConnectRequest): string {
  const host = request.hostname.includes(":") ? `[${request.hostname}]` : request.hostname;
  return `${request.tls ? "https" : "http"}://${host}:${request.port}`;
}

/** Waits for the slot that another exchange hands over; false when the deadline came first. */
function waitForSlot(state: OriginState, deadline: Deadline): Promise<boolean> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      state.waiting.delete(wake);
      resolve(false);
    }, remainingMs(deadline));
    state.waiting.add(wake);
  });
}

function congested(request: ConnectRequest): Extract<Opened, { ok: false }> {
  const message = `The monitor's own limit of connections to ${request.hostname} left no room in time.`;
  return {
    ok: false,
    facts: noConnection,
    faults: [buildFault("connect.timeout", { message, doubt: true })],
  };
}
