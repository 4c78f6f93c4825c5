-- The host of an https webhook, watched like any other: its owner is warned before its certificate ends.
ALTER TABLE endpoints ADD COLUMN host_id bigint REFERENCES hosts;
CREATE INDEX endpoints_of_host ON endpoints (host_id) WHERE deleted_at IS NULL;
