-- How a feed stands: the worst of its own verdict and those of its enclosures. In the order of the values, so that a list
-- can have the worst first.
CREATE TYPE standing AS ENUM ('unprobed', 'healthy', 'inconclusive', 'degraded', 'unreachable');

ALTER TABLE subscriptions
  -- Worked out after whatever changed it, and kept here, beside the publisher, for lists to be ordered and narrowed by.
  ADD COLUMN standing standing NOT NULL DEFAULT 'unprobed';
CREATE INDEX subscriptions_by_standing ON subscriptions (publisher_id, standing, id) WHERE ended_at IS NULL;
CREATE INDEX subscriptions_by_standing_of_all ON subscriptions (standing, id) WHERE ended_at IS NULL;
CREATE INDEX subscriptions_by_label ON subscriptions USING gin (labels) WHERE ended_at IS NULL;

-- What may have changed how feeds stand, written with the change itself and taken away by whoever works it out. Rows
-- are only added, so that nobody who writes one ever waits for another.
CREATE TABLE standing_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind subject_kind NOT NULL,
  subject_id bigint NOT NULL
);
INSERT INTO standing_changes (kind, subject_id) SELECT 'feed', id FROM feeds;
