/** What came of one attempt, by whatever channel. */
export interface SentNotice {
  /** The HTTP status or SMTP reply code, or null when there was none. */
  readonly status: number | null;
  /** Why it did not succeed, in one sentence; null after a success. */
  readonly error: string | null;
  readonly durationMs: number;
  /** The first 4 KiB of the answer. */
  readonly responseBody: string | null;
  readonly retryAfterMs: number | null;
  /** Whether the receiver timed out or asked us to slow down. */
  readonly overloaded: boolean;
  /** Whether the receiver said that nothing is to come here any more (410, or `webhook-delivery: disable`). */
  readonly gone: boolean;
  /** Whether the receiver asked not to be sent this notice again (`webhook-delivery: abort-message`). */
  readonly aborted: boolean;
  /** Whether the receiver refused this notice for good, so that another attempt would be refused too. */
  readonly refused: boolean;
  /** Whether a failure is the receiver's: our own mail server's troubles never disable an endpoint. */
  readonly blamesEndpoint: boolean;
}

/** Of an answer, no more than this is read and logged. */
export const responseBytesMax = 4_096;
