-- A notice's data is sent as it was written, byte for byte: as json it keeps its text, and costs no parsing on the way.
ALTER TABLE notices ALTER COLUMN payload TYPE json USING payload::text::json;
