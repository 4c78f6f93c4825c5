-- Since when an address serves a certificate, as far as we saw: what tells a renewal on its way from one that an edge missed.
ALTER TABLE host_certificates ADD COLUMN since timestamptz;
UPDATE host_certificates SET since = seen_at;
ALTER TABLE host_certificates ALTER COLUMN since SET NOT NULL;
