-- Links by which somebody without an account, such as a host's engineer, may read the evidence of one incident as one
-- publisher sees it. The token is 32 random bytes, so a plain SHA-256 of it cannot be guessed back.
CREATE TABLE evidence_links (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents ON DELETE CASCADE,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  opened_at timestamptz
);
CREATE INDEX evidence_links_of_incident ON evidence_links (incident_id, publisher_id, id);
