ALTER TABLE schedule
  -- The vantage from which the last look failed: another one is to look next, where there is one.
  ADD COLUMN away_from text,
  -- Whether the last look ran into a time-out: the next one may well hold its place as long, and must not hold up others.
  ADD COLUMN slow boolean NOT NULL DEFAULT false;

-- How a subject that is bad from somewhere stood when each vantage last looked; nothing while it is good from everywhere.
CREATE TABLE regional_views (
  kind subject_kind NOT NULL,
  subject_id bigint NOT NULL,
  vantage text NOT NULL,
  bad boolean NOT NULL,
  codes text[] NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject_id, vantage)
);
