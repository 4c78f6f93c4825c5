-- One feed URL, crawled once however many publishers registered it.
CREATE TABLE feeds (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url text NOT NULL,
  url_hash uuid NOT NULL UNIQUE,
  host_id bigint NOT NULL REFERENCES hosts,
  fetch_url text,
  -- Where the feed permanently redirects to, and in how many crawls in a row.
  redirect_url text,
  redirect_seen integer NOT NULL DEFAULT 0,
  title text,
  link text,
  podcast_guid text,
  format text,
  -- Publication of the newest episode.
  newest_at timestamptz,
  etag text,
  last_modified text,
  body_hash text,
  -- The HTTP status of the last crawl.
  status integer,
  first_seen_at timestamptz NOT NULL,
  crawled_at timestamptz,
  -- The last crawl that found a feed, changed or not.
  ok_at timestamptz,
  changed_at timestamptz,
  verdict verdict,
  faults jsonb NOT NULL DEFAULT '[]',
  health jsonb NOT NULL DEFAULT '{}',
  -- Whether the last crawl that read the document was whole and not shrunken, so that it counts for what is missing.
  clean boolean NOT NULL DEFAULT false,
  episodes integer NOT NULL DEFAULT 0,
  enclosures integer NOT NULL DEFAULT 0,
  -- The last probe of the feed itself, in full.
  last_probe jsonb
);
CREATE INDEX feeds_of_host ON feeds (host_id);

-- A publisher's own view of a feed: what the API calls a feed.
CREATE TABLE subscriptions (
  id uuid PRIMARY KEY,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  feed_id bigint NOT NULL REFERENCES feeds,
  labels text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX subscriptions_active ON subscriptions (publisher_id, feed_id) WHERE ended_at IS NULL;
CREATE INDEX subscriptions_of_feed ON subscriptions (feed_id) WHERE ended_at IS NULL;
CREATE INDEX subscriptions_page ON subscriptions (publisher_id, id) WHERE ended_at IS NULL;

-- A media URL in an item of a feed.
CREATE TABLE enclosures (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  feed_id bigint NOT NULL REFERENCES feeds ON DELETE CASCADE,
  media_id bigint NOT NULL REFERENCES media,
  guid text,
  guid_hash uuid NOT NULL,
  title text,
  published_at timestamptz,
  kind text NOT NULL CHECK (kind IN ('primary', 'alternate')),
  declared_type text,
  declared_length bigint,
  -- Whether it belongs to one of the feed's newest episodes, which are probed more often.
  newest boolean NOT NULL DEFAULT false,
  first_seen_at timestamptz NOT NULL,
  -- Since when clean crawls no longer find it, and when that was believed.
  missing_since timestamptz,
  vanished_at timestamptz,
  UNIQUE (feed_id, guid_hash, media_id)
) WITH (fillfactor = 90);
CREATE INDEX enclosures_of_media ON enclosures (media_id) WHERE vanished_at IS NULL;
CREATE INDEX enclosures_page ON enclosures (feed_id, (coalesce(published_at, '-infinity')) DESC, id DESC)
  WHERE vanished_at IS NULL;
CREATE INDEX enclosures_missing ON enclosures (feed_id) WHERE missing_since IS NOT NULL AND vanished_at IS NULL;
