-- Certificates fleet-wide, those that end first at the top.
CREATE INDEX certificates_by_end ON certificates (not_after, fingerprint);
