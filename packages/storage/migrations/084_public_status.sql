-- Whether anybody may see how the feed stands: a badge and a page, by the subscription's id.
ALTER TABLE subscriptions ADD COLUMN public_status boolean NOT NULL DEFAULT false;

-- The address under which a calendar program reads a publisher's certificate deadlines, without a key. Its token is 32
-- random bytes, so a plain SHA-256 of it cannot be guessed back; a new one replaces the one before.
CREATE TABLE calendars (
  publisher_id uuid PRIMARY KEY REFERENCES publishers ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);
