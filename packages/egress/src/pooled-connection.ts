import type { Socket } from "node:net";
import type { Fault } from "@earshot/domain";
import { Client, type Dispatcher } from "undici";
import type { ConnectionFacts } from "./connection-facts.ts";
import type { EgressLimits } from "./limits.ts";
import type { Opened } from "./open-connection.ts";

/**
 * One open connection with an undici client of its own. undici gets the socket only once it is open and judged, so
 * that nothing waits inside undici while connecting (where neither signal nor time-out would end it), and so that it
 * is known which connection carried which request.
 */
export class PooledConnection {
  readonly facts: ConnectionFacts;
  readonly faults: readonly Fault[];
  readonly openedAt = performance.now();
  readonly #expiresAtMs: number;
  /** Requests sent over this connection before the present one. */
  requests = 0;
  /** Version in the status line of the newest response, `1.0` or `1.1`. */
  httpVersion = "1.1";
  #closed = false;
  #awaitsStatusLine = false;
  #handed = false;
  readonly #usableAt: Extract<Opened, { ok: true }>["usableAt"];
  readonly #client: Client;
  readonly #socket: Socket;

  constructor(origin: string, opened: Extract<Opened, { ok: true }>, limits: EgressLimits) {
    this.facts = opened.facts;
    this.faults = opened.faults;
    this.#usableAt = opened.usableAt;
    const expiresAt = opened.facts.tls?.expiresAt ?? null;
    this.#expiresAtMs = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
    this.#client = new Client(urlWithOrigin(origin), {
      // A tick later, since undici does not look for its requests again when called back at once.
      connect: (_options, callback) => queueMicrotask(() => this.#handOver(opened.socket, callback)),
      allowH2: false,
      // One request at a time is all that ever comes; with 1, undici would wait for a turn of the loop twice between two.
      pipelining: 2,
      maxHeaderSize: limits.headerBytesMax,
      // Exchanges keep their own time, to the millisecond; undici's timers are coarser.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: limits.connectionIdleMs,
      keepAliveMaxTimeout: limits.connectionIdleMs,
      keepAliveTimeoutThreshold: 1_000,
    });
    this.#socket = opened.socket;
    this.#socket.once("close", () => {
      this.#closed = true;
    });
    this.#watchStatusLines(opened.socket);
  }

  /** Whether the certificates that it was opened with are good at `now`: they may lapse while it lives on. */
  isValidAt(now: Date): boolean {
    return this.#usableAt === null || (now.getTime() <= this.#expiresAtMs && this.#usableAt(now));
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Calls `listener` once when the connection has closed, whoever closed it. */
  onClose(listener: () => void): void {
    this.#socket.once("close", listener);
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#awaitsStatusLine = true;
    this.#client.dispatch(options, handler);
  }

  /** Hands out the bare socket for one exchange without undici; the connection must be destroyed afterwards. */
  takeSocket(): Socket {
    this.#handed = true;
    return this.#socket;
  }

  /** Closes the connection at once; a request on it fails with `reason`. */
  destroy(reason: Error): void {
    this.#closed = true;
    // The promise only tells when the socket is gone; a failure to destroy has no one to be told to.
    this.#client.destroy(reason).catch(() => undefined);
    // The client knows the socket only since the first request.
    this.#socket.destroy();
  }

  #handOver(socket: Socket, callback: (...args: [null, Socket] | [Error, null]) => void): void {
    if (this.#handed || socket.destroyed) {
      this.#closed = true;
      callback(new ConnectionGoneError(), null);
      return;
    }
    this.#handed = true;
    callback(null, socket);
  }

  /** undici parses the version of the status line, but tells nobody; so it is read on its way to the parser. */
  #watchStatusLines(socket: Socket): void {
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      const chunk: unknown = read(size);
      if (this.#awaitsStatusLine && chunk instanceof Buffer) {
        this.#awaitsStatusLine = false;
        this.httpVersion = isVersion10(chunk) ? "1.0" : "1.1";
      }
      return chunk;
    };
  }
}

/** The URL of an origin that knows its origin: undici asks for it with every request, and Node works it out each time. */
function urlWithOrigin(origin: string): URL {
  const url = new URL(origin);
  return Object.defineProperty(url, "origin", { value: url.origin });
}

/** Whether a status line begins with `HTTP/1.0`; the parser has refused whatever is no status line. */
function isVersion10(chunk: Buffer): boolean {
  return chunk[5] === 0x31 && chunk[7] === 0x30;
}

/** The connection closed while it was idle, before a request was written to it. */
export class ConnectionGoneError extends Error {
  override name = "ConnectionGoneError" as const;
  readonly code = "EARSHOT_CONNECTION_GONE";
  constructor() {
    super("the connection closed before the request was sent");
  }
}
