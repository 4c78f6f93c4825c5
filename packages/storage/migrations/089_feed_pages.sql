-- The further pages of a feed that is divided into pages, as they were last read. While the first page is as it was,
-- each crawl asks the one that has waited longest whether it has changed.
CREATE TABLE feed_pages (
  feed_id bigint NOT NULL REFERENCES feeds ON DELETE CASCADE,
  -- 2 for the page that the first leads to.
  number integer NOT NULL,
  url text NOT NULL,
  etag text,
  last_modified text,
  body_hash text,
  looked_at timestamptz NOT NULL,
  PRIMARY KEY (feed_id, number)
);
