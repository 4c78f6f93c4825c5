CREATE TABLE endpoints (
  id uuid PRIMARY KEY,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  -- URL and secrets are sealed: incoming-webhook URLs are secrets themselves.
  url bytea NOT NULL,
  url_host text NOT NULL,
  secret bytea NOT NULL,
  previous_secret bytea,
  previous_secret_until timestamptz,
  -- Types of notices wanted; null means all.
  types text[],
  style text NOT NULL DEFAULT 'standard' CHECK (style IN ('standard', 'slack', 'discord')),
  enabled boolean NOT NULL DEFAULT true,
  disabled_at timestamptz,
  disabled_reason text,
  first_failure_at timestamptz,
  failures integer NOT NULL DEFAULT 0,
  warned_at timestamptz,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz
);
CREATE INDEX endpoints_of_publisher ON endpoints (publisher_id, created_at, id) WHERE deleted_at IS NULL;

CREATE TABLE deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  notice_id uuid NOT NULL REFERENCES notices ON DELETE CASCADE,
  endpoint_id uuid NOT NULL REFERENCES endpoints ON DELETE CASCADE,
  publisher_id uuid NOT NULL REFERENCES publishers ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'cancelled')),
  -- Attempts made since it was last sent on its way.
  attempt integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  last_status integer,
  last_error text,
  created_at timestamptz NOT NULL,
  delivered_at timestamptz,
  UNIQUE (notice_id, endpoint_id)
);
CREATE INDEX deliveries_page ON deliveries (publisher_id, id DESC);
CREATE INDEX deliveries_of_endpoint ON deliveries (endpoint_id, id DESC);

CREATE TABLE attempts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id bigint NOT NULL REFERENCES deliveries ON DELETE CASCADE,
  attempt integer NOT NULL,
  at timestamptz NOT NULL,
  status integer,
  error text,
  duration_ms integer NOT NULL,
  -- At most 4 KiB.
  response_body text
);
CREATE INDEX attempts_of_delivery ON attempts (delivery_id, id);
CREATE INDEX attempts_by_age ON attempts (at);
