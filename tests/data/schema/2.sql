CREATE TABLE invoice (
  id INTEGER PRIMARY KEY,
  client INTEGER NOT NULL REFERENCES person (id),
  status INTEGER NOT NULL CHECK (status IN (0, 1, 2)),
  to_day INTEGER NOT NULL,
  counter INTEGER UNIQUE,
  number TEXT UNIQUE,
  document TEXT,
  addressee TEXT,
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  issued INTEGER NOT NULL,
  voided INTEGER NOT NULL,
  CHECK ((counter IS NULL) = (issued = 253402300799)),
  CHECK ((number IS NULL) = (counter IS NULL)),
  CHECK ((document IS NULL) = (counter IS NULL)),
  CHECK ((status = 2) = (voided <> 253402300799)),
  CHECK (status <> 0 OR counter IS NULL),
  CHECK (status <> 1 OR counter IS NOT NULL)) STRICT;
CREATE INDEX invoice_client ON invoice (client, id);
CREATE TABLE invoice_line (
  invoice INTEGER NOT NULL REFERENCES invoice (id),
  position INTEGER NOT NULL,
  completion INTEGER NOT NULL REFERENCES completion (id),
  client INTEGER NOT NULL REFERENCES person (id),
  credit INTEGER NOT NULL CHECK (credit IN (0, 1)),
  day INTEGER NOT NULL,
  charge INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  PRIMARY KEY (invoice, position),
  CHECK (credit = 1 OR (charge >= 0 AND tax >= 0)),
  CHECK (credit = 0 OR (charge <= 0 AND tax <= 0))) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX invoice_line_live
  ON invoice_line (completion, client, credit) WHERE live = 1;
CREATE INDEX invoice_line_client ON invoice_line (client)
  WHERE live = 1;
CREATE TRIGGER invoice_update BEFORE UPDATE ON invoice
  WHEN NEW.id <> OLD.id OR NEW.client <> OLD.client
    OR NEW.to_day <> OLD.to_day OR NEW.created <> OLD.created
    OR NEW.created_by IS NOT OLD.created_by
    OR NEW.status < OLD.status
    OR (OLD.counter IS NOT NULL
      AND (NEW.counter IS NOT OLD.counter
        OR NEW.number IS NOT OLD.number
        OR NEW.document IS NOT OLD.document
        OR NEW.issued <> OLD.issued))
    OR (OLD.status = 2 AND NEW.voided <> OLD.voided) BEGIN
  SELECT RAISE(ABORT, 'an issued invoice stays');
END;
CREATE TRIGGER invoice_number BEFORE UPDATE OF counter ON invoice
  WHEN OLD.counter IS NULL AND NEW.counter IS NOT NULL
    AND NEW.counter <> (SELECT coalesce(max(counter), 0) + 1
      FROM invoice) BEGIN
  SELECT RAISE(ABORT, 'invoice numbers have no gaps');
END;
CREATE TRIGGER invoice_delete BEFORE DELETE ON invoice BEGIN
  SELECT RAISE(ABORT, 'an invoice is voided, not deleted');
END;
CREATE TRIGGER invoice_insert BEFORE INSERT ON invoice
  WHEN NEW.status <> 0
    OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'an invoice begins as a draft');
END;
CREATE TRIGGER invoice_line_insert BEFORE INSERT ON invoice_line
  WHEN (SELECT status FROM invoice WHERE id = NEW.invoice) <> 0
    OR EXISTS (SELECT 1 FROM invoice_line
      WHERE invoice = NEW.invoice AND position = NEW.position) BEGIN
  SELECT RAISE(ABORT, 'an issued invoice stays');
END;
CREATE TRIGGER invoice_line_update BEFORE UPDATE ON invoice_line
  WHEN NEW.live <> 0 OR OLD.live <> 1
    OR NEW.invoice <> OLD.invoice OR NEW.position <> OLD.position
    OR NEW.completion <> OLD.completion OR NEW.client <> OLD.client
    OR NEW.credit <> OLD.credit OR NEW.day <> OLD.day
    OR NEW.charge <> OLD.charge OR NEW.tax <> OLD.tax
    OR (SELECT status FROM invoice WHERE id = OLD.invoice) <> 2 BEGIN
  SELECT RAISE(ABORT, 'an issued invoice stays');
END;
CREATE TRIGGER invoice_line_delete BEFORE DELETE ON invoice_line
  WHEN (SELECT status FROM invoice WHERE id = OLD.invoice) <> 0 BEGIN
  SELECT RAISE(ABORT, 'an issued invoice stays');
END;
CREATE TABLE payment (
  id INTEGER PRIMARY KEY,
  client INTEGER NOT NULL REFERENCES person (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  day INTEGER NOT NULL,
  method TEXT,
  entered INTEGER NOT NULL,
  entered_by INTEGER REFERENCES person (id),
  posting INTEGER UNIQUE REFERENCES ledger_transaction (id),
  voided INTEGER NOT NULL,
  reversal INTEGER UNIQUE REFERENCES ledger_transaction (id)) STRICT;
CREATE INDEX payment_client ON payment (client, id);
CREATE TABLE refund (
  id INTEGER PRIMARY KEY,
  payment INTEGER NOT NULL REFERENCES payment (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  day INTEGER NOT NULL,
  entered INTEGER NOT NULL,
  entered_by INTEGER REFERENCES person (id),
  posting INTEGER UNIQUE REFERENCES ledger_transaction (id)) STRICT;
CREATE INDEX refund_payment ON refund (payment);
CREATE TABLE allocation (
  id INTEGER PRIMARY KEY,
  payment INTEGER REFERENCES payment (id),
  credit INTEGER REFERENCES invoice (id),
  invoice INTEGER NOT NULL REFERENCES invoice (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  at_issue INTEGER NOT NULL CHECK (at_issue IN (0, 1)),
  made INTEGER NOT NULL,
  released INTEGER NOT NULL,
  CHECK ((payment IS NULL) <> (credit IS NULL))) STRICT;
CREATE INDEX allocation_invoice ON allocation (invoice);
CREATE INDEX allocation_payment ON allocation (payment)
  WHERE payment IS NOT NULL;
CREATE INDEX allocation_credit ON allocation (credit)
  WHERE credit IS NOT NULL;
CREATE TRIGGER payment_update BEFORE UPDATE ON payment
  WHEN NEW.id <> OLD.id OR NEW.client <> OLD.client
    OR NEW.amount <> OLD.amount OR NEW.day <> OLD.day
    OR NEW.method IS NOT OLD.method OR NEW.entered <> OLD.entered
    OR NEW.entered_by IS NOT OLD.entered_by
    OR (OLD.posting IS NOT NULL AND NEW.posting IS NOT OLD.posting)
    OR (OLD.voided <> 253402300799
      AND (NEW.voided <> OLD.voided
        OR NEW.reversal IS NOT OLD.reversal)) BEGIN
  SELECT RAISE(ABORT, 'a payment is voided, not changed');
END;
CREATE TRIGGER payment_delete BEFORE DELETE ON payment BEGIN
  SELECT RAISE(ABORT, 'a payment is voided, not deleted');
END;
CREATE TRIGGER refund_insert BEFORE INSERT ON refund
  WHEN NEW.amount + (SELECT coalesce(sum(amount), 0) FROM refund
      WHERE payment = NEW.payment)
    > (SELECT amount FROM payment WHERE id = NEW.payment) BEGIN
  SELECT RAISE(ABORT, 'refunds are at most what was paid');
END;
CREATE TRIGGER refund_update BEFORE UPDATE ON refund
  WHEN NEW.id <> OLD.id OR NEW.payment <> OLD.payment
    OR NEW.amount <> OLD.amount OR NEW.day <> OLD.day
    OR NEW.entered <> OLD.entered
    OR NEW.entered_by IS NOT OLD.entered_by
    OR OLD.posting IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a refund stays');
END;
CREATE TRIGGER refund_delete BEFORE DELETE ON refund BEGIN
  SELECT RAISE(ABORT, 'a refund stays');
END;
CREATE TRIGGER allocation_update BEFORE UPDATE ON allocation
  WHEN OLD.released <> 253402300799 OR NEW.id <> OLD.id
    OR NEW.payment IS NOT OLD.payment
    OR NEW.credit IS NOT OLD.credit OR NEW.invoice <> OLD.invoice
    OR NEW.amount <> OLD.amount OR NEW.at_issue <> OLD.at_issue
    OR NEW.made <> OLD.made BEGIN
  SELECT RAISE(ABORT, 'an allocation is released, not changed');
END;
CREATE TRIGGER allocation_delete BEFORE DELETE ON allocation BEGIN
  SELECT RAISE(ABORT, 'an allocation is released, not deleted');
END;
CREATE TABLE payroll (
  id INTEGER PRIMARY KEY,
  to_day INTEGER NOT NULL,
  status INTEGER NOT NULL CHECK (status IN (0, 1)),
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  closed INTEGER NOT NULL,
  posting INTEGER UNIQUE REFERENCES ledger_transaction (id),
  CHECK ((status = 1) = (closed <> 253402300799))) STRICT;
CREATE TABLE payroll_line (
  completion INTEGER NOT NULL REFERENCES completion (id),
  practitioner INTEGER NOT NULL REFERENCES person (id),
  reversal INTEGER NOT NULL CHECK (reversal IN (0, 1)),
  payroll INTEGER NOT NULL REFERENCES payroll (id),
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (completion, practitioner, reversal),
  CHECK (amount * (1 - 2 * reversal) >= 0)) STRICT, WITHOUT ROWID;
CREATE INDEX payroll_line_payroll ON payroll_line (payroll);
CREATE INDEX payroll_line_practitioner
  ON payroll_line (practitioner);
CREATE TRIGGER payroll_update BEFORE UPDATE ON payroll
  WHEN OLD.status = 1 OR NEW.id <> OLD.id
    OR NEW.to_day <> OLD.to_day OR NEW.created <> OLD.created
    OR NEW.created_by IS NOT OLD.created_by BEGIN
  SELECT RAISE(ABORT, 'a closed payroll run stays');
END;
CREATE TRIGGER payroll_delete BEFORE DELETE ON payroll BEGIN
  SELECT RAISE(ABORT, 'a payroll run stays');
END;
CREATE TRIGGER payroll_line_insert BEFORE INSERT ON payroll_line
  WHEN (SELECT status FROM payroll WHERE id = NEW.payroll) <> 0
    OR EXISTS (SELECT 1 FROM payroll_line l JOIN payroll p
      ON p.id = l.payroll WHERE l.completion = NEW.completion
      AND l.practitioner = NEW.practitioner
      AND l.reversal = NEW.reversal AND p.status = 1) BEGIN
  SELECT RAISE(ABORT, 'a closed payroll run stays');
END;
CREATE TRIGGER payroll_line_update BEFORE UPDATE ON payroll_line
  WHEN (SELECT status FROM payroll WHERE id = OLD.payroll) <> 0
    OR (SELECT status FROM payroll WHERE id = NEW.payroll) <> 0
    OR NEW.completion <> OLD.completion
    OR NEW.practitioner <> OLD.practitioner
    OR NEW.reversal <> OLD.reversal
    OR NEW.amount <> OLD.amount BEGIN
  SELECT RAISE(ABORT, 'a closed payroll run stays');
END;
CREATE TRIGGER payroll_line_delete BEFORE DELETE ON payroll_line
  WHEN (SELECT status FROM payroll WHERE id = OLD.payroll) <> 0 BEGIN
  SELECT RAISE(ABORT, 'a closed payroll run stays');
END;
PRAGMA user_version = 2;
