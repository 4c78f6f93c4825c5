import { buildFault, type Fault } from "@earshot/domain";
import type { Dispatcher } from "undici";
import { type Deadline, remainingMs } from "./deadline.ts";
import type { EgressLimits } from "./limits.ts";
import type { LoopLagWatch } from "./loop-lag.ts";
import type { BodyRead, ResponseBody } from "./response-body.ts";
import { type ResponseStage, responseFaultOf } from "./response-faults.ts";

/** The head of a response. */
export interface ResponseHead {
  readonly status: number;
  /** Names in lower case; values of repeated headers as a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Milliseconds from the request to the first byte of the response. */
  readonly firstByteMs: number;
  /** Bytes of header names and values. */
  readonly headerBytes: number;
}

/** How the wait for a response's head ended: with a head, or with an error or a fault of our own making. */
export type HeadOutcome =
  | { readonly head: ResponseHead }
  | { readonly error: Error; readonly stage: ResponseStage }
  | { readonly fault: Fault };

/** What a receiver tells its exchange. */
export interface ReceiverHooks {
  /** The connection may carry the next request. */
  readonly onDone: () => void;
  /** The connection must be closed. */
  readonly onBroken: (reason: Error) => void;
}

/** What the receiver works within. */
export interface ReceiverBounds {
  readonly deadline: Deadline;
  readonly limits: EgressLimits;
  readonly lag: LoopLagWatch;
}

const bufferBytesMax = 65_536;
const releaseBytesMax = 16_384;
const releaseMs = 1_000;
const stoppedMs = 1_000;

/** Receives one response from undici: its head as a promise, its body with back-pressure, both on time. */
export class ResponseReceiver implements Dispatcher.DispatchHandler, ResponseBody {
  readonly head: Promise<HeadOutcome>;
  readonly #bounds: ReceiverBounds;
  readonly #hooks: ReceiverHooks;
  readonly #startedAt = performance.now();
  #sentAt = this.#startedAt;
  #settleHead!: (outcome: HeadOutcome) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout;
  #timerDueAt = 0;
  #stage: ResponseStage = "nothing";
  #firstByteAt = 0;
  #lastDataAt = 0;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #received = 0;
  #unread = false;
  #finished = false;
  #fault: Fault | null = null;
  /** An error that is no fault of the target: thrown to the reader. */
  #failure: Error | null = null;
  #wake: (() => void) | undefined;

  constructor(bounds: ReceiverBounds, hooks: ReceiverHooks) {
    this.#bounds = bounds;
    this.#hooks = hooks;
    this.head = new Promise((resolve) => {
      this.#settleHead = resolve;
    });
    this.#timer = this.#arm(remainingMs(bounds.deadline, bounds.limits.headersMs));
  }

  // --- what undici calls ---

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Called right before the request is written: what the client did until then is no delay of the server's.
    this.#sentAt = performance.now();
  }

  onResponseStarted(): void {
    // An interim response (100, 103) begins first; the listener waits for the final one, but its first byte counts.
    if (this.#stage === "nothing") this.#firstByteAt = performance.now();
    this.#stage = "head";
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHead["headers"],
  ): void {
    if (status < 200) return;
    this.#stage = "body";
    this.#lastDataAt = performance.now();
    const firstByteMs = this.#firstByteAt - this.#sentAt;
    this.#settleHead({
      head: { status, headers, firstByteMs, headerBytes: headerBytesOf(controller.rawHeaders) },
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // Its parser tells of no bytes at all when it is resumed with nothing at hand.
    if (chunk.length === 0) return;
    this.#lastDataAt = performance.now();
    this.#received += chunk.length;
    this.#buffered += chunk.length;
    if (this.#unread) {
      if (this.#buffered > releaseBytesMax) this.destroy();
      return;
    }
    this.#chunks.push(chunk);
    if (this.#buffered > bufferBytesMax) controller.pause();
    this.#notify();
  }

  onResponseEnd(): void {
    if (this.#finished) return;
    this.#finish(null);
    this.#hooks.onDone();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#finished) return;
    const stage = this.#stage;
    const fault = stage === "body" ? responseFaultOf(error, stage) : null;
    if (stage === "body" && fault === null) this.#failure = error;
    this.#finish(fault);
    this.#settleHead({ error, stage });
    this.#hooks.onBroken(error);
  }

  // --- what the reader calls ---

  async read(bytesMax: number): Promise<BodyRead> {
    while (this.#buffered < bytesMax && !this.#finished) await this.#moreData();
    if (this.#failure) throw this.#failure;
    const bytes = this.#take(bytesMax);
    const drained = this.#finished && this.#buffered === 0;
    return { bytes, ended: drained && this.#fault === null, fault: drained ? this.#fault : null };
  }

  async *chunks(): AsyncGenerator<Uint8Array, Fault | null> {
    try {
      for (;;) {
        while (this.#buffered === 0 && !this.#finished) await this.#moreData();
        if (this.#failure) throw this.#failure;
        if (this.#buffered === 0) return this.#fault;
        yield this.#take(this.#buffered);
      }
    } finally {
      this.destroy();
    }
  }

  release(): void {
    if (this.#finished) return;
    if (this.#buffered > releaseBytesMax) {
      this.destroy();
      return;
    }
    this.#unread = true;
    this.#chunks = [];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.destroy(), releaseMs);
    this.#controller?.resume();
  }

  destroy(): void {
    if (this.#finished) return;
    this.#finish(null);
    this.#hooks.onBroken(new Error("the rest of the response was not wanted"));
  }

  // --- time ---

  #arm(ms: number): NodeJS.Timeout {
    this.#timerDueAt = performance.now() + ms;
    return setTimeout(this.#onTimer, ms);
  }

  readonly #onTimer = (): void => {
    const leftMs = this.#phaseEndsAt - performance.now();
    if (leftMs > 1) this.#timer = this.#arm(leftMs);
    else this.#timeOut();
  };

  get #phaseEndsAt(): number {
    const { deadline, limits } = this.#bounds;
    if (this.#stage !== "body") return Math.min(deadline.at, this.#startedAt + limits.headersMs);
    // A reader that takes its time is not a server that stalls.
    if (this.#controller?.paused === true) return deadline.at;
    return Math.min(deadline.at, this.#lastDataAt + limits.bodyIdleMs);
  }

  #timeOut(): void {
    const waitedMs = Math.round(performance.now() - this.#startedAt);
    const doubt = this.#bounds.lag.laggedSince(this.#startedAt);
    const fault =
      this.#stage === "body"
        ? buildFault("http.stalled", { doubt, message: this.#sayStalled() })
        : buildFault("http.timeout", { doubt, message: `No complete answer within ${waitedMs} ms.` });
    this.#finish(fault);
    this.#settleHead({ fault });
    this.#hooks.onBroken(new Error("timed out"));
  }

  #sayStalled(): string {
    const { deadline, limits } = this.#bounds;
    // One that drips on until the time is up has not stopped.
    if (deadline.at < this.#lastDataAt + Math.min(limits.bodyIdleMs, stoppedMs))
      return `The body was not finished in time; ${this.#received} bytes had come.`;
    return `The body stopped after ${this.#received} bytes.`;
  }

  // --- the buffer ---

  #finish(fault: Fault | null): void {
    this.#finished = true;
    this.#fault = fault;
    clearTimeout(this.#timer);
    this.#notify();
  }

  #moreData(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    // Only now, since undici hands over what it kept back, or the end, before this call returns.
    this.#controller?.resume();
    // The body's own time-out may be due before the one that was armed for the head.
    if (!this.#finished && this.#phaseEndsAt < this.#timerDueAt) {
      clearTimeout(this.#timer);
      this.#timer = this.#arm(Math.max(0, this.#phaseEndsAt - performance.now()));
    }
    return woken;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #take(bytesMax: number): Uint8Array {
    const [first] = this.#chunks;
    if (first === undefined) return new Uint8Array(0);
    const all = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    const taken = all.subarray(0, bytesMax);
    this.#chunks = all.length > bytesMax ? [all.subarray(bytesMax)] : [];
    this.#buffered -= taken.length;
    return taken;
  }
}

function headerBytesOf(raw: Dispatcher.DispatchController["rawHeaders"]): number {
  if (!Array.isArray(raw)) return 0;
  let bytes = 0;
  for (const part of raw) bytes += part.length;
  return bytes;
}
