ALTER TABLE token ADD COLUMN program TEXT;
CREATE TABLE turned_away (  person INTEGER NOT NULL REFERENCES person (id),  program TEXT NOT NULL,  since INTEGER NOT NULL,  last INTEGER NOT NULL,  tries INTEGER NOT NULL,  PRIMARY KEY (person, program)) STRICT, WITHOUT ROWID;
ALTER TABLE practice ADD COLUMN hours TEXT;
PRAGMA user_version = 19;
