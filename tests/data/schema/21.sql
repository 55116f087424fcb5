CREATE TABLE import_job (  id INTEGER PRIMARY KEY,  person INTEGER NOT NULL REFERENCES person (id),  created INTEGER NOT NULL,  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),  practitioner TEXT,  all_day INTEGER NOT NULL,  hash TEXT,  report TEXT,  reason TEXT) STRICT;
CREATE INDEX import_job_person ON import_job (person);
CREATE TABLE import_file (  job INTEGER NOT NULL REFERENCES import_job (id) ON DELETE CASCADE,  position INTEGER NOT NULL,  name TEXT NOT NULL,  bytes BLOB NOT NULL,  PRIMARY KEY (job, position)) STRICT, WITHOUT ROWID;
PRAGMA user_version = 21;
