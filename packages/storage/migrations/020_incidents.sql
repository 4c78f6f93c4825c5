CREATE TABLE incidents (
  id uuid PRIMARY KEY,
  key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('certificate', 'host', 'feed')),
  state text NOT NULL CHECK (state IN ('open', 'recovering', 'resolved')),
  severity text NOT NULL,
  codes text[] NOT NULL,
  -- What broke by name, and the failing hops: {"where": text, "failing": [FailingHop]}.
  place jsonb NOT NULL,
  -- The first and the latest failing probe or host check: {"first": …, "latest": …}.
  evidence jsonb NOT NULL,
  since timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  resolved_at timestamptz,
  reason text CHECK (reason IN ('recovered', 'withdrawn', 'unverifiable')),
  relapse integer NOT NULL DEFAULT 0,
  sequence integer NOT NULL DEFAULT 1,
  CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
);
-- One incident at a time for one thing that is broken.
CREATE UNIQUE INDEX incidents_live ON incidents (key) WHERE state <> 'resolved';
-- A relapse reopens the latest one of its key.
CREATE INDEX incidents_of_key ON incidents (key, resolved_at DESC);
CREATE INDEX incidents_page ON incidents (opened_at DESC, id DESC);

-- What suffers: hosts, media or feeds, as members of an incident and never as keys of their own.
CREATE TABLE incident_subjects (
  incident_id uuid NOT NULL REFERENCES incidents ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('host', 'media', 'feed')),
  subject_id bigint NOT NULL,
  joined_at timestamptz NOT NULL,
  -- Good since then, but not yet believed; null while bad.
  good_since timestamptz,
  cleared_at timestamptz,
  PRIMARY KEY (incident_id, kind, subject_id)
);
CREATE INDEX incident_subjects_live ON incident_subjects (kind, subject_id) WHERE cleared_at IS NULL;

-- Who was told. The primary key is what makes "opened" happen once for a publisher.
CREATE TABLE incident_publishers (
  incident_id uuid NOT NULL REFERENCES incidents ON DELETE CASCADE,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  shows integer NOT NULL,
  episodes integer NOT NULL,
  -- The scope last told, with its samples: the end is told with the same words, whatever was cleared meanwhile.
  scope jsonb NOT NULL,
  told_at timestamptz NOT NULL,
  told_episodes integer NOT NULL,
  acknowledged_at timestamptz,
  PRIMARY KEY (incident_id, publisher_id)
);
CREATE INDEX incident_publishers_page ON incident_publishers (publisher_id, incident_id DESC);
