/** The engine did not answer at the start. The message says which and what to do. */
export class QueueUnavailableError extends Error {
  override name = "QueueUnavailableError" as const;
}

/** The PostgreSQL database lacks the queue's schema, or has one this version does not know. */
export class QueueSchemaError extends Error {
  override name = "QueueSchemaError" as const;
}

/** A job carries something else than its kind says: it fails for good. */
export class PayloadError extends Error {
  override name = "PayloadError" as const;
}
