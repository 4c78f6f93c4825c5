ALTER TABLE endpoints
  -- Severities of notices wanted, and subscriptions whose notices are wanted; null means all.
  ADD COLUMN severities text[],
  ADD COLUMN feed_ids uuid[],
  -- When something first arrived at its present URL: until then nobody knows whether anything ever will.
  ADD COLUMN verified_at timestamptz;

-- A notice about an endpoint goes to the publisher's other ones.
ALTER TABLE notices ADD COLUMN except_endpoint_id uuid;

-- Whether a notice concerns one of these subscriptions. Where it names more shows than its samples do, it is taken to.
CREATE FUNCTION notice_concerns(n notices, wanted uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE
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

-- Whether an endpoint is to get a notice of its publisher.
CREATE FUNCTION endpoint_wants(e endpoints, n notices) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN n.endpoint_id IS NOT NULL THEN n.endpoint_id = e.id
    ELSE n.except_endpoint_id IS DISTINCT FROM e.id
      AND (e.types IS NULL OR n.type = ANY(e.types))
      AND (e.severities IS NULL OR coalesce(n.payload ->> 'severity' = ANY(e.severities), true))
      AND (e.feed_ids IS NULL OR notice_concerns(n, e.feed_ids)) END
$$;
