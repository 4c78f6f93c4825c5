-- How often a publisher wants its feed to be fetched, in minutes; null leaves it to the operator.
ALTER TABLE subscriptions ADD COLUMN check_every_minutes integer CHECK (check_every_minutes BETWEEN 5 AND 360);
