-- From where the last look was made, so that coverage can be told by vantage.
ALTER TABLE media ADD COLUMN probed_from text;
ALTER TABLE hosts ADD COLUMN checked_from text;
ALTER TABLE feeds ADD COLUMN crawled_from text;
