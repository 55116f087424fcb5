ALTER TABLE outbox ADD COLUMN  was_ends INTEGER NOT NULL DEFAULT -62135596800;
CREATE TABLE sign_in_next (  id INTEGER PRIMARY KEY AUTOINCREMENT,  person INTEGER NOT NULL REFERENCES person (id),  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),  created INTEGER NOT NULL,  last_used INTEGER NOT NULL,  program TEXT,  flash TEXT,  undo TEXT) STRICT;
INSERT INTO sign_in_next (id, person, digest, created, last_used,    program, flash, undo)  SELECT id, person, digest, created, last_used, program, flash, undo    FROM sign_in;
DROP TABLE sign_in;
ALTER TABLE sign_in_next RENAME TO sign_in;
CREATE INDEX sign_in_person ON sign_in (person);
PRAGMA user_version = 20;
