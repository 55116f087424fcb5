ALTER TABLE person ADD COLUMN note TEXT;
PRAGMA user_version = 16;
