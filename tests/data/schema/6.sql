CREATE TABLE feed_item (
  feed INTEGER NOT NULL REFERENCES feed (id),
  uid TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  sequence INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (feed, uid)) STRICT, WITHOUT ROWID;
PRAGMA user_version = 6;
