CREATE TYPE subject_kind AS ENUM ('feed', 'media', 'host', 'delivery');

-- What is to be done when, one narrow row for each subject. Every queue can be refilled from here.
CREATE TABLE schedule (
  kind subject_kind NOT NULL,
  subject_id bigint NOT NULL,
  host_id bigint,
  -- 0 is hot (new episodes, confirmations, open incidents), 1 ordinary.
  lane smallint NOT NULL,
  -- When it should happen.
  due_at timestamptz NOT NULL,
  -- When a planner may take it: its due time, its host's slot, or the end of the lease that somebody holds.
  ready_at timestamptz NOT NULL,
  slotted boolean NOT NULL DEFAULT false,
  claim_id uuid,
  lease_until timestamptz,
  -- Asked for while it was claimed: due again in this lane as soon as the claim ends.
  again_lane smallint,
  PRIMARY KEY (kind, subject_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX schedule_ready ON schedule (kind, lane, ready_at);
CREATE INDEX schedule_lag ON schedule (kind, lane, due_at);
CREATE INDEX schedule_claimed_of_host ON schedule (host_id) WHERE claim_id IS NOT NULL AND kind = 'media';
