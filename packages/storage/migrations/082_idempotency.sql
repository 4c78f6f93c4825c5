-- What was answered to a write that bore an idempotency key, so that its repetition is not a second write. The answer
-- is sealed, since it may hold a key or a secret that is shown only once; null while the first is still at work.
CREATE TABLE idempotent_requests (
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  started_at timestamptz NOT NULL,
  answer bytea,
  PRIMARY KEY (publisher_id, key)
);
CREATE INDEX idempotent_requests_by_age ON idempotent_requests (started_at);
