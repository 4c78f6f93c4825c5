-- What is remembered of a feed from crawl to crawl, to tell a loss from a habit and to ask no more often than it helps.
ALTER TABLE feeds
  -- How many items the feed is known to show: one that keeps its length loses nothing when the oldest go.
  ADD COLUMN window_size integer,
  ADD COLUMN hub_url text,
  -- The faults of the document as last read, which stand while the host says that it has not changed.
  ADD COLUMN document_faults jsonb NOT NULL DEFAULT '[]',
  -- The host's own word on how long the document is good for.
  ADD COLUMN ttl_minutes integer,
  -- The period that the feed is on, in milliseconds; null means the configured one.
  ADD COLUMN period_ms integer;
