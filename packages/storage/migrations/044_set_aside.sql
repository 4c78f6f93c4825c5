-- How often in a row work on the subject ended in a fault of ours: after some tries it is set aside, and ops are told.
ALTER TABLE schedule ADD COLUMN failures smallint NOT NULL DEFAULT 0;
CREATE INDEX schedule_failing ON schedule (kind) WHERE failures > 0;
