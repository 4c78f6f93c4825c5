-- Whether a webhook's URL is https, whose host is watched; null for one that was made before that was kept, until a
-- notifier has opened its sealed URL.
ALTER TABLE endpoints ADD COLUMN secure boolean;
UPDATE endpoints SET secure = true WHERE host_id IS NOT NULL;
CREATE INDEX endpoints_unwatched ON endpoints (id)
  WHERE secure IS NULL AND kind = 'webhook' AND deleted_at IS NULL;

-- What is about a webhook itself goes to all of its publisher's endpoints, whatever feeds they are narrowed to.
CREATE OR REPLACE FUNCTION notice_concerns(n notices, wanted uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN n.payload ->> 'drill' = 'true' THEN n.payload ->> 'feedId' = ANY(wanted::text[])
    WHEN json_array_length(coalesce(n.payload -> 'affected' -> 'endpoints', '[]')) > 0 THEN true
    WHEN n.incident_id IS NOT NULL THEN EXISTS (
      SELECT FROM subscriptions s JOIN incident_subjects i ON i.incident_id = n.incident_id
      WHERE s.id = ANY(wanted) AND CASE i.kind
        WHEN 'feed' THEN i.subject_id = s.feed_id
        WHEN 'media' THEN EXISTS (SELECT FROM enclosures e WHERE e.media_id = i.subject_id AND e.feed_id = s.feed_id)
        ELSE EXISTS (SELECT FROM feeds f WHERE f.id = s.feed_id AND f.host_id = i.subject_id)
          OR EXISTS (SELECT FROM enclosures e JOIN media_hosts m ON m.media_id = e.media_id
            WHERE e.feed_id = s.feed_id AND m.host_id = i.subject_id) END)
    WHEN n.payload ->> 'feedId' IS NOT NULL THEN n.payload ->> 'feedId' = ANY(wanted::text[])
    WHEN n.payload -> 'affected' IS NOT NULL THEN (
      SELECT coalesce(bool_or(a ->> 'feedId' = ANY(wanted::text[])), false)
        OR (n.payload -> 'affected' ->> 'shows')::integer > count(DISTINCT a ->> 'feedId')
      FROM json_array_elements(n.payload -> 'affected' -> 'samples') AS a)
    ELSE true END
$$;
