CREATE TABLE series (  head INTEGER PRIMARY KEY REFERENCES session (id),  starts INTEGER NOT NULL,  told TEXT NOT NULL) STRICT;
CREATE TABLE series_date (  head INTEGER NOT NULL REFERENCES series (head),  wall INTEGER NOT NULL,  session INTEGER NOT NULL REFERENCES session (id),  told TEXT NOT NULL,  taken INTEGER NOT NULL CHECK (taken IN (0, 1)),  PRIMARY KEY (head, wall, session)) STRICT, WITHOUT ROWID;
PRAGMA user_version = 22;
