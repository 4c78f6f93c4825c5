-- An e-mail address is an endpoint like any other: the same relay, deliveries, attempts and rules. Its address is kept
-- where a webhook has its URL, as a sealed mailto: URL, and url_host is the domain alone.
ALTER TABLE endpoints
  ADD COLUMN kind text NOT NULL DEFAULT 'webhook' CHECK (kind IN ('webhook', 'email')),
  ALTER COLUMN secret DROP NOT NULL,
  -- Only webhooks are signed.
  ADD CONSTRAINT endpoints_secret CHECK ((kind = 'webhook') = (secret IS NOT NULL));

-- One address for a publisher, set by ops: a mailing list behind it serves several readers.
CREATE UNIQUE INDEX endpoints_one_email ON endpoints (publisher_id) WHERE kind = 'email' AND deleted_at IS NULL;
