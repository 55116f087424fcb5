ALTER TABLE session ADD COLUMN typed TEXT;
ALTER TABLE practice ADD COLUMN public_url TEXT;
PRAGMA user_version = 10;
