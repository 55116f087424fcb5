CREATE TABLE imported (  uid TEXT PRIMARY KEY,  source TEXT NOT NULL,  recurrence INTEGER NOT NULL,  sequence INTEGER NOT NULL,  modified INTEGER NOT NULL,  stamp INTEGER NOT NULL,  told TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX imported_source  ON imported (source, recurrence);
PRAGMA user_version = 13;
