CREATE TYPE verdict AS ENUM ('healthy', 'degraded', 'unreachable', 'inconclusive');

CREATE TABLE hosts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hostname text NOT NULL,
  port integer NOT NULL,
  tls boolean NOT NULL,
  first_seen_at timestamptz NOT NULL,
  -- Kept to the hour, so that probes do not rewrite the row each time.
  last_seen_at timestamptz NOT NULL,
  -- How many redirect chains crossed a host that is not checked yet, and since when they are counted.
  crossings integer NOT NULL DEFAULT 0,
  crossings_since timestamptz,
  checked_at timestamptz,
  verdict verdict,
  faults jsonb NOT NULL DEFAULT '[]',
  leaf_fingerprint text,
  expires_at timestamptz,
  -- The addresses of the last check, without certificates: [HostAddress].
  addresses jsonb NOT NULL DEFAULT '[]',
  addresses_total integer,
  health jsonb NOT NULL DEFAULT '{}',
  -- Whether it is a member of an open incident: then nothing whose chain crosses it can be heard.
  troubled boolean NOT NULL GENERATED ALWAYS AS (coalesce(health ->> 'state', 'ok') IN ('bad', 'recovering')) STORED,
  -- Until when it is on the way of just published episodes, and checked more often.
  hot_until timestamptz,
  UNIQUE (hostname, port)
);
CREATE INDEX hosts_troubled ON hosts (id) WHERE troubled;
CREATE INDEX hosts_by_leaf ON hosts (leaf_fingerprint) WHERE leaf_fingerprint IS NOT NULL;
CREATE INDEX hosts_by_deadline ON hosts (expires_at) WHERE expires_at IS NOT NULL;

-- When a host may be asked next: rewritten at each claim, so apart from the hosts themselves.
CREATE TABLE host_slots (
  host_id bigint PRIMARY KEY REFERENCES hosts ON DELETE CASCADE,
  -- The end of the queue of slots given out.
  next_slot_at timestamptz NOT NULL,
  -- The earliest time at which the next claim keeps to the rate.
  open_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- One distinct enclosure URL, probed once however many feeds carry it.
CREATE TABLE media (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url text NOT NULL,
  -- The first 16 bytes of the URL's SHA-256: URLs may be longer than an index entry.
  url_hash uuid NOT NULL UNIQUE,
  host_id bigint NOT NULL REFERENCES hosts,
  -- What is asked for instead of the URL after a permanent redirect was seen often enough.
  fetch_url text,
  first_seen_at timestamptz NOT NULL,
  probed_at timestamptz,
  verdict verdict,
  faults jsonb NOT NULL DEFAULT '[]',
  expires_at timestamptz,
  range_ignored boolean NOT NULL DEFAULT false,
  hot_step smallint,
  health jsonb NOT NULL DEFAULT '{}',
  -- The latest probe that failed, and the latest that was kept for any reason, without certificates' PEM.
  last_failure jsonb,
  last_evidence jsonb
) WITH (fillfactor = 80);
CREATE INDEX media_of_host ON media (host_id);

-- The hosts of the last redirect chain that reached the media, in order; before the first probe the URL's own.
CREATE TABLE media_hosts (
  media_id bigint NOT NULL REFERENCES media ON DELETE CASCADE,
  host_id bigint NOT NULL REFERENCES hosts ON DELETE CASCADE,
  position smallint NOT NULL,
  PRIMARY KEY (media_id, host_id)
);
CREATE INDEX media_hosts_by_host ON media_hosts (host_id, media_id);

CREATE TABLE certificates (
  fingerprint text PRIMARY KEY,
  subject text NOT NULL,
  issuer text NOT NULL,
  subject_alt_names text[] NOT NULL,
  not_before timestamptz NOT NULL,
  not_after timestamptz NOT NULL,
  serial_number text NOT NULL,
  pem text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL
);

-- What each address of a host served when it was last looked at, leaf first (position 0).
CREATE TABLE host_certificates (
  host_id bigint NOT NULL REFERENCES hosts ON DELETE CASCADE,
  address text NOT NULL,
  position smallint NOT NULL,
  fingerprint text NOT NULL REFERENCES certificates,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (host_id, address, position)
);
CREATE INDEX host_certificates_by_fingerprint ON host_certificates (fingerprint, host_id);
