-- One narrow row for each look, in partitions by day. The default partition takes what no day was made for.
CREATE TABLE probes (
  media_id bigint NOT NULL,
  at timestamptz NOT NULL,
  vantage text NOT NULL,
  verdict verdict NOT NULL,
  codes text[],
  status smallint,
  hops smallint NOT NULL,
  total_ms integer,
  -- The whole probe: on a change of verdict and on a sample.
  evidence jsonb
) PARTITION BY RANGE (at);
CREATE INDEX probes_of_media ON probes (media_id, at DESC);
CREATE TABLE probes_default PARTITION OF probes DEFAULT;

CREATE TABLE host_checks (
  host_id bigint NOT NULL,
  at timestamptz NOT NULL,
  vantage text NOT NULL,
  verdict verdict NOT NULL,
  codes text[],
  addresses smallint NOT NULL,
  total_ms integer,
  -- The whole check, without certificates' PEM: on a change of verdict and on a sample.
  evidence jsonb
) PARTITION BY RANGE (at);
CREATE INDEX host_checks_of_host ON host_checks (host_id, at DESC);
CREATE TABLE host_checks_default PARTITION OF host_checks DEFAULT;
