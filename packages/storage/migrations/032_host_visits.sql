-- When each request that a later hop of some probe has in flight is given up for lost. Rewritten at every hop, so the
-- table is not logged: after a crash of PostgreSQL it starts empty, and every host is asked as if it were rested.
ALTER TABLE host_slots ADD COLUMN visits timestamptz[] NOT NULL DEFAULT '{}';
ALTER TABLE host_slots SET UNLOGGED;

-- Gives the next slot of a host and takes a place there until `gone_at` (null takes none), or gives null when the slot
-- would be later than `slot_max` or all places are taken. A function, so that the claims are counted by a statement of
-- their own once the row is locked, and see what other planners have just claimed.
CREATE FUNCTION begin_visit(
  visited bigint, asked_at timestamptz, slot_max timestamptz, gone_at timestamptz, spacing interval, places integer
) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  slot timestamptz;
  others timestamptz[];
BEGIN
  INSERT INTO host_slots (host_id, next_slot_at, open_at) VALUES (visited, asked_at, asked_at)
    ON CONFLICT (host_id) DO NOTHING;
  SELECT greatest(open_at, asked_at), ARRAY(SELECT v FROM unnest(visits) v WHERE v > asked_at)
    INTO slot, others FROM host_slots WHERE host_id = visited FOR UPDATE;
  IF slot > slot_max THEN
    RETURN NULL;
  END IF;
  IF gone_at IS NOT NULL AND places <= cardinality(others) + (
    SELECT count(*) FROM schedule
    WHERE kind = 'media' AND claim_id IS NOT NULL AND lease_until > asked_at AND host_id = visited
  ) THEN
    RETURN NULL;
  END IF;
  UPDATE host_slots SET open_at = slot + spacing,
    visits = CASE WHEN gone_at IS NULL THEN others ELSE others || gone_at END
    WHERE host_id = visited;
  RETURN slot;
END
$$;
