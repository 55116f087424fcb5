CREATE TABLE removal (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL UNIQUE REFERENCES session (id),
  person INTEGER NOT NULL REFERENCES person (id),
  device TEXT,
  at INTEGER NOT NULL,
  shown INTEGER NOT NULL REFERENCES person (id),
  uid TEXT NOT NULL,
  title TEXT NOT NULL,
  starts INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  completion INTEGER REFERENCES completion (id),
  review INTEGER REFERENCES review (id)) STRICT;
CREATE INDEX removal_person ON removal (person, at);
CREATE INDEX removal_uid ON removal (uid);
CREATE INDEX removal_old ON removal (at) WHERE review IS NULL;
CREATE INDEX removal_review ON removal (review, starts)
  WHERE review IS NOT NULL;
PRAGMA user_version = 4;
