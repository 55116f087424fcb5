CREATE INDEX audit_refused  ON audit (who, at)  WHERE action = 'calendar.refused';
PRAGMA user_version = 27;
