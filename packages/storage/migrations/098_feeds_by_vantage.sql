-- Feeds have homes among the vantages at which they are fetched, as enclosures and hosts have among those that check.
ALTER TABLE vantage_processes ADD COLUMN crawls boolean NOT NULL DEFAULT false;
