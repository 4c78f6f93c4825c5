-- The outbox: rows are written in the transaction that causes them.
CREATE TABLE notices (
  id uuid PRIMARY KEY,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  incident_id uuid REFERENCES incidents ON DELETE SET NULL,
  type text NOT NULL,
  sequence integer NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload jsonb NOT NULL,
  -- What makes a notice the same notice: writing it twice writes it once. "C", so that a prefix is an index range.
  dedupe_key text COLLATE "C" NOT NULL UNIQUE,
  -- Set when the notice is for one endpoint only, as a test is.
  endpoint_id uuid,
  created_at timestamptz NOT NULL,
  relayed_at timestamptz
);
-- Relays select by this, never by "id > n": a smaller id can commit later.
CREATE INDEX notices_to_relay ON notices (created_at) WHERE relayed_at IS NULL;
CREATE INDEX notices_page ON notices (publisher_id, created_at DESC, id DESC);
CREATE INDEX notices_of_incident ON notices (incident_id);
