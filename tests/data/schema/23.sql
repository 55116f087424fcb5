ALTER TABLE instance ADD COLUMN busy INTEGER  CHECK (busy BETWEEN 0 AND 3);
CREATE INDEX instance_untold ON instance (member) WHERE busy IS NULL;
DELETE FROM mark WHERE name = 'rolled';
PRAGMA user_version = 23;
