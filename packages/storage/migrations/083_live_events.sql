-- What each listener to live events was last told of, so that whichever process looks next finds what is new, once.
CREATE TABLE live_channels (
  listener text PRIMARY KEY,
  -- A digest of each thing as it was last seen, by its key; null before anything was.
  digests jsonb,
  -- Counts up with each change of the digests: who compared with older ones has lost.
  version integer NOT NULL DEFAULT 0,
  -- The latest event, and the latest that is no longer kept.
  last_id bigint NOT NULL,
  floor bigint NOT NULL,
  seen_at timestamptz NOT NULL
);

-- What was told, for a while, so that a listener who was cut off goes on where it was.
CREATE TABLE live_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  listener text NOT NULL REFERENCES live_channels ON DELETE CASCADE,
  at timestamptz NOT NULL,
  event text NOT NULL,
  data json NOT NULL
);
CREATE INDEX live_events_of_listener ON live_events (listener, id);
