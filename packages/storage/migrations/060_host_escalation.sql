-- Enclosures and feeds' documents that fail at a host by a fault of their own: what speaks against the host. Written
-- only in trouble, and gone with the first good look.
CREATE TABLE host_complaints (
  host_id bigint NOT NULL REFERENCES hosts ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('media', 'feed')),
  subject_id bigint NOT NULL,
  since timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (host_id, kind, subject_id)
);
CREATE INDEX host_complaints_of_subject ON host_complaints (kind, subject_id);
CREATE INDEX host_complaints_by_age ON host_complaints (seen_at);

-- Feeds of a host that were drawn to be looked at, because something on it fails.
CREATE TABLE host_polls (
  host_id bigint NOT NULL REFERENCES hosts ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('media', 'feed')),
  drawn_at timestamptz NOT NULL,
  asked_at timestamptz NOT NULL,
  feed_ids bigint[] NOT NULL,
  served_feeds integer NOT NULL,
  served_publishers integer NOT NULL,
  PRIMARY KEY (host_id, kind)
);

ALTER TABLE incidents
  -- The host that is blamed for what fails on it, and for which of it: 'media' its enclosures, 'feed' the documents
  -- that it serves, null both. Null where nothing was escalated.
  ADD COLUMN host_id bigint REFERENCES hosts ON DELETE SET NULL,
  ADD COLUMN blamed_for text CHECK (blamed_for IN ('media', 'feed')),
  -- The incident of the host that this feed's incident turned out to be a part of.
  ADD COLUMN parent_id uuid REFERENCES incidents ON DELETE SET NULL,
  -- When it was last worked out whom it touches.
  ADD COLUMN scoped_at timestamptz;
CREATE INDEX incidents_of_host ON incidents (host_id) WHERE host_id IS NOT NULL AND state <> 'resolved';
CREATE INDEX incidents_children ON incidents (parent_id) WHERE parent_id IS NOT NULL;

ALTER TABLE incident_publishers
  -- The incident of its own feed through which the publisher hears of this one, so that it hears once.
  ADD COLUMN via_id uuid REFERENCES incidents ON DELETE SET NULL;
