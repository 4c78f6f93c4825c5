/** The table of writes that may be repeated. */
export interface IdempotencyTables {
  idempotent_requests: {
    publisher_id: string;
    key: string;
    request_hash: Buffer;
    started_at: Date;
    answer: Buffer | null;
  };
}
