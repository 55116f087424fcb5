CREATE TABLE sign_in (  id INTEGER PRIMARY KEY,  person INTEGER NOT NULL REFERENCES person (id),  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),  created INTEGER NOT NULL,  last_used INTEGER NOT NULL,  program TEXT,  flash TEXT,  undo TEXT) STRICT;
CREATE INDEX sign_in_person ON sign_in (person);
PRAGMA user_version = 14;
