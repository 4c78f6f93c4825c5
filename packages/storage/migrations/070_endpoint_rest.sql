-- An endpoint that failed many times in a row is left alone until then, whatever waits for it.
ALTER TABLE endpoints ADD COLUMN rest_until timestamptz;

-- How many attempts at one endpoint are under way: looked up by every round of planning.
CREATE INDEX schedule_claimed_deliveries ON schedule (subject_id) WHERE claim_id IS NOT NULL AND kind = 'delivery';
