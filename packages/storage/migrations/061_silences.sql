-- Maintenance windows and mutes: while one covers an incident, its publisher is not told of it. Without a feed, host or
-- incident it covers everything of the publisher's.
CREATE TABLE silences (
  id uuid PRIMARY KEY,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('maintenance', 'mute')),
  subscription_id uuid REFERENCES subscriptions ON DELETE CASCADE,
  hostname text,
  incident_id uuid REFERENCES incidents ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  -- Null: until it is lifted.
  ends_at timestamptz,
  note text,
  created_at timestamptz NOT NULL,
  CHECK (kind = 'mute' OR ends_at IS NOT NULL)
);
CREATE INDEX silences_of_publisher ON silences (publisher_id, id);

ALTER TABLE incident_publishers
  -- Whether the publisher was told of the incident at all.
  ADD COLUMN opened_told boolean NOT NULL DEFAULT true,
  -- Since when something is kept from it that it would have been told: its opening, or its relapse.
  ADD COLUMN held_since timestamptz;
