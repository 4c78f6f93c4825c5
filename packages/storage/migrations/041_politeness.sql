-- How each host wants to be asked, as its answers said. The share of the full rate grows back with time, so only the
-- instant at which it is full again is kept.
ALTER TABLE host_slots
  ADD COLUMN restored_at timestamptz,
  ADD COLUMN slowed_at timestamptz,
  ADD COLUMN closed_until timestamptz,
  ADD COLUMN faults_in_row integer NOT NULL DEFAULT 0;

-- Requests that each host has had from us, by day (UTC).
CREATE TABLE host_requests (
  day date NOT NULL,
  host_id bigint NOT NULL REFERENCES hosts ON DELETE CASCADE,
  requests bigint NOT NULL,
  PRIMARY KEY (day, host_id)
) WITH (fillfactor = 70);

-- Fetches of feeds have places at their hosts, too.
DROP INDEX schedule_claimed_of_host;
CREATE INDEX schedule_claimed_of_host ON schedule (host_id) WHERE claim_id IS NOT NULL AND kind IN ('media', 'feed');

DROP FUNCTION begin_visit(bigint, timestamptz, timestamptz, timestamptz, interval, integer);

-- Gives the next slot of a host and takes a place there until `gone_at` (null takes none), or gives null when the slot
-- would be later than `slot_max` or all places are taken. `spacing` is that of the full rate, of which `restored` comes
-- back in a second, and never less than `share_min` is left. A function, so that the claims are counted by a statement
-- of their own once the row is locked, and see what other planners have just claimed.
CREATE FUNCTION begin_visit(
  visited bigint, asked_at timestamptz, slot_max timestamptz, gone_at timestamptz, spacing interval, places integer,
  restored double precision, share_min double precision
) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  slot timestamptz;
  share double precision;
  others timestamptz[];
BEGIN
  INSERT INTO host_slots (host_id, next_slot_at, open_at) VALUES (visited, asked_at, asked_at)
    ON CONFLICT (host_id) DO NOTHING;
  SELECT greatest(open_at, closed_until, asked_at), ARRAY(SELECT v FROM unnest(visits) v WHERE v > asked_at),
      least(1, greatest(share_min, 1 - coalesce(extract(epoch FROM restored_at - asked_at), 0) * restored))
    INTO slot, others, share FROM host_slots WHERE host_id = visited FOR UPDATE;
  IF slot > slot_max THEN
    RETURN NULL;
  END IF;
  IF gone_at IS NOT NULL AND places <= cardinality(others) + (
    SELECT count(*) FROM schedule
    WHERE kind IN ('media', 'feed') AND claim_id IS NOT NULL AND lease_until > asked_at AND host_id = visited
  ) THEN
    RETURN NULL;
  END IF;
  UPDATE host_slots SET open_at = slot + spacing / share,
    visits = CASE WHEN gone_at IS NULL THEN others ELSE others || gone_at END
    WHERE host_id = visited;
  RETURN slot;
END
$$;
