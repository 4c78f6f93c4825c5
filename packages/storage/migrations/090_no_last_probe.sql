-- Written at every change of a feed and read by nobody: what failed is in the incident's evidence.
ALTER TABLE feeds DROP COLUMN last_probe;
