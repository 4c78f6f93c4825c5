-- Whether a publisher wants the weekly digest by e-mail, and when its next one is due; null until that is worked out.
ALTER TABLE publishers
  ADD COLUMN weekly_digest boolean NOT NULL DEFAULT true,
  ADD COLUMN digest_at timestamptz;

-- Whether an endpoint is to get a notice of its publisher. The digest goes by e-mail alone, and has a switch of its own
-- instead of the filters.
CREATE OR REPLACE FUNCTION endpoint_wants(e endpoints, n notices) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN n.type = 'digest.weekly' THEN e.kind = 'email'
    WHEN n.endpoint_id IS NOT NULL THEN n.endpoint_id = e.id
    ELSE n.except_endpoint_id IS DISTINCT FROM e.id
      AND (e.types IS NULL OR n.type = ANY(e.types))
      AND (e.severities IS NULL OR coalesce(n.payload ->> 'severity' = ANY(e.severities), true))
      AND (e.feed_ids IS NULL OR notice_concerns(n, e.feed_ids)) END
$$;
