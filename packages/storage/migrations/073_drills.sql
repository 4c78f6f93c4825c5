-- A drill is an incident that nothing suffers: it has no members, is told to one publisher, and ends by itself.
ALTER TABLE incidents ADD COLUMN drill_ends_at timestamptz;
CREATE INDEX incidents_drills ON incidents (drill_ends_at) WHERE drill_ends_at IS NOT NULL AND state <> 'resolved';

CREATE OR REPLACE FUNCTION notice_concerns(n notices, wanted uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN n.payload ->> 'drill' = 'true' THEN n.payload ->> 'feedId' = ANY(wanted::text[])
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
