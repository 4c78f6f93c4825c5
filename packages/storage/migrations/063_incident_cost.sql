ALTER TABLE incident_publishers
  -- What the incident has cost so far: for each minute, the publisher's episodes that could not be heard.
  ADD COLUMN episode_minutes double precision NOT NULL DEFAULT 0,
  -- Until when that is counted; null while the incident is not open, or is counted elsewhere.
  ADD COLUMN counted_until timestamptz;
