-- A browser signed in with an API key. Its token is 32 random bytes, so a plain SHA-256 of it cannot be guessed back;
-- whatever ends the key ends the session.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  api_key_id uuid NOT NULL REFERENCES api_keys ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_of_key ON sessions (api_key_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
