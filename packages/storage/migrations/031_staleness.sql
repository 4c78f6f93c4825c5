-- When the next episode is to be expected at the latest, by the publisher's word or the show's rhythm; and who asked to know.
ALTER TABLE feeds ADD COLUMN next_expected_at timestamptz;
ALTER TABLE subscriptions ADD COLUMN watch_staleness boolean NOT NULL DEFAULT false;
