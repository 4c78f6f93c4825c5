CREATE TABLE publishers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text,
  created_at timestamptz NOT NULL
);
CREATE INDEX publishers_page ON publishers (created_at, id);

-- A key is 32 random bytes, so a plain SHA-256 of it cannot be guessed back.
CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  prefix text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  roles text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_keys_of_publisher ON api_keys (publisher_id, created_at, id);
