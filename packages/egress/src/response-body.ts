import type { Fault } from "@earshot/domain";

/** What reading a body gave. */
export interface BodyRead {
  readonly bytes: Uint8Array;
  /** Whether the body ended as it should within these bytes. */
  readonly ended: boolean;
  /** Why reading stopped early: `http.stalled`, `range.short-body` or `http.protocol-error`; else null. */
  readonly fault: Fault | null;
}

/** A response's body. It must be read to its end, released or destroyed; its exchange's deadline destroys it at last. */
export interface ResponseBody {
  /** Reads until `bytesMax` bytes have come, or the body has ended or failed. More than `bytesMax` are kept for the next read. */
  read(bytesMax: number): Promise<BodyRead>;
  /** The body piece by piece with back-pressure; ends at the body's end and returns the fault, if any, or null. */
  chunks(): AsyncGenerator<Uint8Array, Fault | null>;
  /** Lets a small rest come in unread, so that the connection can be kept; destroys it when the rest is not small. */
  release(): void;
  /** Closes the connection unless the body has ended. */
  destroy(): void;
}
