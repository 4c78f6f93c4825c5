DROP FUNCTION begin_visit(bigint, timestamptz, timestamptz, timestamptz, interval, integer, double precision, double precision);

-- Gives the next slot of a host and takes a place there until `gone_at` (null takes none), or gives null when the slot
-- would be later than `slot_max` or all places are taken. `spacing` is that of the full rate, of which `restored` comes
-- back in a second, and never less than `share_min` is left. `patience` is how long anybody waits for a slot: where one
-- request is worth more time than that, whoever asks again in the same chain (`returning`) would never be let in, and
-- goes at once on credit; the host is left alone for as long as both requests are worth. A function, so that the claims
-- are counted by a statement of their own once the row is locked, and see what other planners have just claimed.
CREATE FUNCTION begin_visit(
  visited bigint, asked_at timestamptz, slot_max timestamptz, gone_at timestamptz, spacing interval, places integer,
  restored double precision, share_min double precision, returning_visitor boolean, patience interval
) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  slot timestamptz;
  closed timestamptz;
  step interval;
  others timestamptz[];
BEGIN
  INSERT INTO host_slots (host_id, next_slot_at, open_at) VALUES (visited, asked_at, asked_at)
    ON CONFLICT (host_id) DO NOTHING;
  SELECT greatest(open_at, asked_at), closed_until, ARRAY(SELECT v FROM unnest(visits) v WHERE v > asked_at),
      spacing / least(1, greatest(share_min, 1 - coalesce(extract(epoch FROM restored_at - asked_at), 0) * restored))
    INTO slot, closed, others, step FROM host_slots WHERE host_id = visited FOR UPDATE;
  IF closed > slot_max OR slot > slot_max AND NOT (returning_visitor AND step > patience) THEN
    RETURN NULL;
  END IF;
  IF gone_at IS NOT NULL AND places <= cardinality(others) + (
    SELECT count(*) FROM schedule
    WHERE kind IN ('media', 'feed') AND claim_id IS NOT NULL AND lease_until > asked_at AND host_id = visited
  ) THEN
    RETURN NULL;
  END IF;
  slot := greatest(slot, closed);
  UPDATE host_slots SET open_at = slot + step,
    visits = CASE WHEN gone_at IS NULL THEN others ELSE others || gone_at END
    WHERE host_id = visited;
  RETURN CASE WHEN slot > slot_max THEN greatest(asked_at, closed) ELSE slot END;
END
$$;
