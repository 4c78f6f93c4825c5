-- The few feeds that are not well, found without going through all that are.
CREATE INDEX feeds_by_verdict ON feeds (verdict, id) WHERE verdict <> 'healthy';
