-- Where coverage is, or was, below its floor: kept here so that however many processes measure, ops are told once.
CREATE TABLE coverage_alerts (
  kind text PRIMARY KEY,
  is_below boolean NOT NULL,
  share double precision NOT NULL,
  floor double precision NOT NULL,
  -- Since when it is as it is: when the measurement was made that turned it.
  since timestamptz NOT NULL
);
