CREATE TABLE claim (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  request BLOB NOT NULL CHECK (length(request) = 32),
  at INTEGER NOT NULL,
  status INTEGER NOT NULL,
  sealed INTEGER NOT NULL,
  body BLOB,
  UNIQUE (person, key)) STRICT;
CREATE INDEX claim_at ON claim (at);
PRAGMA user_version = 3;
