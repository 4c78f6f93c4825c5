-- How often a publisher wants to be reminded of what is open and not acknowledged; null for never.
ALTER TABLE publishers ADD COLUMN remind_every_minutes integer CHECK (remind_every_minutes >= 5);

ALTER TABLE incident_publishers
  ADD COLUMN reminded_at timestamptz,
  ADD COLUMN reminders integer NOT NULL DEFAULT 0;
