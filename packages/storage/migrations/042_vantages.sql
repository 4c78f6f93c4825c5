-- The processes that look at the world, and where each looks from. They say that they are there every few seconds, by
-- the time of this server and not by their own clocks, which may be wrong.
CREATE TABLE vantage_processes (
  id uuid PRIMARY KEY,
  vantage text NOT NULL,
  -- Whether it probes enclosures and checks hosts; a crawler of feeds alone is nobody's home.
  checks boolean NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  -- What it suspects itself of: "ipv4", "ipv6", "clock", "lag".
  suspicions text[] NOT NULL DEFAULT '{}',
  -- When it last came under suspicion, and was last cleared of all.
  suspect_at timestamptz,
  cleared_at timestamptz,
  clock_offset_ms bigint
);
