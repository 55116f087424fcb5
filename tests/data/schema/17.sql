CREATE TABLE lock (  id INTEGER PRIMARY KEY,  token TEXT NOT NULL UNIQUE,  person INTEGER NOT NULL REFERENCES person (id),  collection INTEGER NOT NULL    REFERENCES collection (id) ON DELETE CASCADE,  name TEXT NOT NULL,  shared INTEGER NOT NULL CHECK (shared IN (0, 1)),  deep INTEGER NOT NULL CHECK (deep = 0 OR name = ''),  owner TEXT,  expires INTEGER NOT NULL) STRICT;
CREATE INDEX lock_place ON lock (collection, name);
CREATE INDEX lock_person ON lock (person);
CREATE INDEX lock_expires ON lock (expires);
ALTER TABLE collection ADD COLUMN  locks INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 17;
