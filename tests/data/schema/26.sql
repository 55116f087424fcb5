CREATE INDEX session_clash_uid  ON session_clash (uid)  WHERE with_closure = 0;
PRAGMA user_version = 26;
