ALTER TABLE instance ADD COLUMN step INTEGER CHECK (step > 0);
ALTER TABLE instance ADD COLUMN lasts INTEGER CHECK (lasts >= 0);
PRAGMA user_version = 28;
