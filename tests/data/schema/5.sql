ALTER TABLE person ADD COLUMN
  erased INTEGER NOT NULL DEFAULT 253402300799;
DROP TRIGGER audit_update;
CREATE TRIGGER audit_update BEFORE UPDATE ON audit
  WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at
    OR NEW.who IS NOT OLD.who OR NEW.channel <> OLD.channel
    OR NEW.action <> OLD.action
    OR NEW.object_kind <> OLD.object_kind
    OR NEW.object <> OLD.object
    OR (NEW.device IS OLD.device AND NEW.before IS OLD.before
      AND NEW.after IS OLD.after)
    OR (NEW.device IS NOT OLD.device
      AND (NEW.device IS NOT NULL OR NOT EXISTS
        (SELECT 1 FROM person WHERE id = OLD.who
          AND erased <> 253402300799)))
    OR (NEW.before IS NOT OLD.before
      AND coalesce(NOT (OLD.object_kind = 'session'
  AND instr(OLD.before, '"place":') > 0
  AND length(NEW.before) < length(OLD.before)
  AND NEW.before = substr(OLD.before, 1,
    instr(OLD.before, '"place":') - 1)
    || substr(OLD.before, length(OLD.before)
    - length(NEW.before)
    + instr(OLD.before, '"place":'))), 1))
    OR (NEW.after IS NOT OLD.after
      AND coalesce(NOT (OLD.object_kind = 'session'
  AND instr(OLD.after, '"place":') > 0
  AND length(NEW.after) < length(OLD.after)
  AND NEW.after = substr(OLD.after, 1,
    instr(OLD.after, '"place":') - 1)
    || substr(OLD.after, length(OLD.after)
    - length(NEW.after)
    + instr(OLD.after, '"place":'))), 1)
      AND (NEW.after IS NOT NULL OR OLD.object_kind <> 'person'
        OR OLD.action NOT IN ('token.add', 'feed.add')
        OR NOT EXISTS (SELECT 1 FROM person WHERE id = OLD.object
          AND erased <> 253402300799))) BEGIN
  SELECT RAISE(ABORT, 'the audit log is append only');
END;
DROP TRIGGER payment_update;
CREATE TRIGGER payment_update BEFORE UPDATE ON payment
  WHEN NEW.id <> OLD.id OR NEW.client <> OLD.client
    OR NEW.amount <> OLD.amount OR NEW.day <> OLD.day
    OR NEW.entered <> OLD.entered
    OR NEW.entered_by IS NOT OLD.entered_by
    OR (NEW.method IS NOT OLD.method
      AND (NEW.method IS NOT NULL OR NOT EXISTS
        (SELECT 1 FROM person WHERE id = OLD.client
          AND erased <> 253402300799)))
    OR (OLD.posting IS NOT NULL AND NEW.posting IS NOT OLD.posting)
    OR (OLD.voided <> 253402300799
      AND (NEW.voided <> OLD.voided
        OR NEW.reversal IS NOT OLD.reversal)) BEGIN
  SELECT RAISE(ABORT, 'a payment is voided, not changed');
END;
PRAGMA user_version = 5;
