-- The hosts that a feed depends on: its own and those on the way of its enclosures. A row may outlive its reason until
-- the next upkeep; it only saves lists from going through every enclosure.
CREATE TABLE feed_hosts (
  feed_id bigint NOT NULL REFERENCES feeds ON DELETE CASCADE,
  host_id bigint NOT NULL REFERENCES hosts ON DELETE CASCADE,
  PRIMARY KEY (feed_id, host_id)
);
CREATE INDEX feed_hosts_by_host ON feed_hosts (host_id, feed_id);

INSERT INTO feed_hosts (feed_id, host_id)
SELECT id, host_id FROM feeds
UNION
SELECT e.feed_id, w.host_id FROM enclosures e JOIN media_hosts w ON w.media_id = e.media_id WHERE e.vanished_at IS NULL;

CREATE INDEX enclosures_newest ON enclosures (media_id) WHERE newest AND vanished_at IS NULL;
