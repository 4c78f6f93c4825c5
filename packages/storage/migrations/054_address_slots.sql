-- When each address may be knocked at next by checks of hosts: hundreds of hosts may share one. Only manners are lost
-- with it, so it is not logged.
CREATE UNLOGGED TABLE address_slots (
  address text PRIMARY KEY,
  open_at timestamptz NOT NULL,
  -- The same for those who go before everybody: the first looks after a deadline.
  first_at timestamptz NOT NULL,
  -- The end of the line of those who were told to come back.
  queue_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Takes the next slot of every address asked for, in their order, or of none: where one of them would be later than
-- `slot_max`, it tells when to come back. Who goes first waits for those alone who go first as well; the others' slots
-- move on by as much. A function, so that a check costs one call.
CREATE FUNCTION take_address_slots(
  asked text[], asked_at timestamptz, slot_max timestamptz, spacing interval, goes_first boolean,
  OUT slots timestamptz[], OUT again_at timestamptz
) LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO address_slots (address, open_at, first_at, queue_at)
    SELECT DISTINCT a, asked_at, asked_at, asked_at FROM unnest(asked) AS a ORDER BY a ON CONFLICT (address) DO NOTHING;
  -- Locked in the order of the addresses, so that two checks wait for each other and never in a circle.
  PERFORM FROM address_slots WHERE address = ANY(asked) ORDER BY address FOR UPDATE;
  SELECT array_agg(greatest(asked_at, CASE WHEN goes_first THEN s.first_at ELSE s.open_at END) ORDER BY a.n)
    INTO slots FROM unnest(asked) WITH ORDINALITY AS a(address, n) JOIN address_slots s ON s.address = a.address;
  IF (SELECT max(slot) > slot_max FROM unnest(slots) AS slot) THEN
    slots := NULL;
    SELECT max(greatest(asked_at, open_at, queue_at)) INTO again_at FROM address_slots WHERE address = ANY(asked);
    UPDATE address_slots SET queue_at = greatest(asked_at, open_at, queue_at) + spacing
      WHERE address = ANY(asked) AND greatest(open_at, first_at) > slot_max;
    RETURN;
  END IF;
  UPDATE address_slots SET open_at = greatest(open_at, asked_at) + spacing,
    first_at = CASE WHEN goes_first THEN greatest(first_at, asked_at) + spacing ELSE first_at END
    WHERE address = ANY(asked);
END
$$;
