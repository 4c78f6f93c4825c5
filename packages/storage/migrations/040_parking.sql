-- For the sake of which host in trouble an enclosure URL is not asked for: nothing whose chain crosses it can be heard.
ALTER TABLE schedule ADD COLUMN parked_by bigint;
CREATE INDEX schedule_parked ON schedule (parked_by) WHERE parked_by IS NOT NULL;
