-- Nothing looked anything up by it, and every claim paid for it.
DROP INDEX schedule_lag;
-- Rows that are updated in place need room beside them, else each update writes every index anew.
ALTER TABLE feeds SET (fillfactor = 80);
ALTER TABLE hosts SET (fillfactor = 70);
