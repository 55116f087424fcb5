ALTER TABLE person ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
PRAGMA user_version = 18;
