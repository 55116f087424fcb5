ALTER TABLE practice ADD COLUMN address TEXT;
ALTER TABLE practice ADD COLUMN email TEXT;
ALTER TABLE practice ADD COLUMN tax_name TEXT;
ALTER TABLE practice ADD COLUMN tax_number TEXT;
ALTER TABLE practice ADD COLUMN
  payment_days INTEGER NOT NULL DEFAULT 14;
ALTER TABLE person ADD COLUMN address TEXT;
ALTER TABLE contact ADD COLUMN address TEXT;
ALTER TABLE contact ADD COLUMN
  payer INTEGER NOT NULL DEFAULT 0 CHECK (payer IN (0, 1));
UPDATE contact SET payer = 1 WHERE position = 0;
CREATE TABLE seal (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  thing INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  previous BLOB NOT NULL CHECK (length(previous) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX seal_thing ON seal (kind, thing, id);
PRAGMA user_version = 8;
