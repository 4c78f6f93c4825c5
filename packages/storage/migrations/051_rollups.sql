-- Rolling up reads the looks of one hour. They come in the order of their time, so a summary of each range of pages
-- finds them, at no cost worth naming for each look.
CREATE INDEX probes_by_time ON probes USING brin (at) WITH (pages_per_range = 16);
CREATE INDEX host_checks_by_time ON host_checks USING brin (at) WITH (pages_per_range = 16);

-- feed: probes of the enclosures that a feed carries; host: probes of URLs of a host; check: checks of a host.
CREATE TYPE rollup_kind AS ENUM ('feed', 'host', 'check');

-- What each hour came to, kept for months, in partitions by day. `at` is the beginning of the hour.
CREATE TABLE rollups (
  kind rollup_kind NOT NULL,
  subject_id bigint NOT NULL,
  at timestamptz NOT NULL,
  vantage text NOT NULL,
  healthy integer NOT NULL,
  degraded integer NOT NULL,
  unreachable integer NOT NULL,
  inconclusive integer NOT NULL,
  -- How long those that were heard took: pairs of a bucket and how many fell into it; see latency-sketch.ts.
  latency integer[] NOT NULL,
  PRIMARY KEY (kind, subject_id, at, vantage)
) PARTITION BY RANGE (at);
CREATE TABLE rollups_default PARTITION OF rollups DEFAULT;
