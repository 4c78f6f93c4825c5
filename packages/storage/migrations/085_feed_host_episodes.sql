-- How many episodes of the feed have the host on their way, so that a forecast need not go through every enclosure; null
-- since that last changed, until upkeep counts again.
ALTER TABLE feed_hosts ADD COLUMN episodes integer;
CREATE INDEX feed_hosts_to_count ON feed_hosts (feed_id, host_id) WHERE episodes IS NULL;
