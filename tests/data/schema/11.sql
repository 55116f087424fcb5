DROP TABLE secret;
PRAGMA user_version = 11;
