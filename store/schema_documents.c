#include "store/schema_documents_private.h"

#include <stddef.h>

/*
 * Money documents. A charge sits on one live invoice: `live` says so in the
 * line, where a partial index can see it. 253402300799 is INSTANT_MAX, "never".
 */
static const char invoices[] =
	/* counter and number: given at issue, NULL before. document: what was
	 * issued, as JSON. addressee: the names in it, which erasure may turn
	 * into a code. */
	"CREATE TABLE invoice ("
	"  id INTEGER PRIMARY KEY,"
	"  client INTEGER NOT NULL REFERENCES person (id),"
	"  status INTEGER NOT NULL CHECK (status IN (0, 1, 2)),"
	"  to_day INTEGER NOT NULL,"
	"  counter INTEGER UNIQUE,"
	"  number TEXT UNIQUE,"
	"  document TEXT,"
	"  addressee TEXT,"
	"  created INTEGER NOT NULL,"
	"  created_by INTEGER REFERENCES person (id),"
	"  issued INTEGER NOT NULL,"
	"  voided INTEGER NOT NULL,"
	"  CHECK ((counter IS NULL) = (issued = 253402300799)),"
	"  CHECK ((number IS NULL) = (counter IS NULL)),"
	"  CHECK ((document IS NULL) = (counter IS NULL)),"
	"  CHECK ((status = 2) = (voided <> 253402300799)),"
	"  CHECK (status <> 0 OR counter IS NULL),"
	"  CHECK (status <> 1 OR counter IS NOT NULL)"
	") STRICT;"
	"CREATE INDEX invoice_client ON invoice (client, id);"

	/* A credit takes back the charge of an invoiced completion that was
	 * re-opened: its amounts are below zero. */
	"CREATE TABLE invoice_line ("
	"  invoice INTEGER NOT NULL REFERENCES invoice (id),"
	"  position INTEGER NOT NULL,"
	"  completion INTEGER NOT NULL REFERENCES completion (id),"
	"  client INTEGER NOT NULL REFERENCES person (id),"
	"  credit INTEGER NOT NULL CHECK (credit IN (0, 1)),"
	"  day INTEGER NOT NULL,"
	"  charge INTEGER NOT NULL,"
	"  tax INTEGER NOT NULL,"
	"  live INTEGER NOT NULL CHECK (live IN (0, 1)),"
	"  PRIMARY KEY (invoice, position),"
	"  CHECK (credit = 1 OR (charge >= 0 AND tax >= 0)),"
	"  CHECK (credit = 0 OR (charge <= 0 AND tax <= 0))"
	") STRICT, WITHOUT ROWID;"
	"CREATE UNIQUE INDEX invoice_line_live"
	"  ON invoice_line (completion, client, credit) WHERE live = 1;"
	"CREATE INDEX invoice_line_client ON invoice_line (client)"
	"  WHERE live = 1;";

static const char payments[] =
	/* day: the payment's own; entered: when it was posted. */
	"CREATE TABLE payment ("
	"  id INTEGER PRIMARY KEY,"
	"  client INTEGER NOT NULL REFERENCES person (id),"
	"  amount INTEGER NOT NULL CHECK (amount > 0),"
	"  day INTEGER NOT NULL,"
	"  method TEXT,"
	"  entered INTEGER NOT NULL,"
	"  entered_by INTEGER REFERENCES person (id),"
	"  posting INTEGER UNIQUE REFERENCES ledger_transaction (id),"
	"  voided INTEGER NOT NULL,"
	"  reversal INTEGER UNIQUE REFERENCES ledger_transaction (id)"
	") STRICT;"
	"CREATE INDEX payment_client ON payment (client, id);"

	"CREATE TABLE refund ("
	"  id INTEGER PRIMARY KEY,"
	"  payment INTEGER NOT NULL REFERENCES payment (id),"
	"  amount INTEGER NOT NULL CHECK (amount > 0),"
	"  day INTEGER NOT NULL,"
	"  entered INTEGER NOT NULL,"
	"  entered_by INTEGER REFERENCES person (id),"
	"  posting INTEGER UNIQUE REFERENCES ledger_transaction (id)"
	") STRICT;"
	"CREATE INDEX refund_payment ON refund (payment);"

	/* Money put against an invoice: of a payment, or of `credit`, an
	 * invoice whose total is below zero. at_issue: credit that was there
	 * when the invoice was issued. */
	"CREATE TABLE allocation ("
	"  id INTEGER PRIMARY KEY,"
	"  payment INTEGER REFERENCES payment (id),"
	"  credit INTEGER REFERENCES invoice (id),"
	"  invoice INTEGER NOT NULL REFERENCES invoice (id),"
	"  amount INTEGER NOT NULL CHECK (amount > 0),"
	"  at_issue INTEGER NOT NULL CHECK (at_issue IN (0, 1)),"
	"  made INTEGER NOT NULL,"
	"  released INTEGER NOT NULL,"
	"  CHECK ((payment IS NULL) <> (credit IS NULL))"
	") STRICT;"
	"CREATE INDEX allocation_invoice ON allocation (invoice);"
	"CREATE INDEX allocation_payment ON allocation (payment)"
	"  WHERE payment IS NOT NULL;"
	"CREATE INDEX allocation_credit ON allocation (credit)"
	"  WHERE credit IS NOT NULL;";

static const char payroll[] =
	"CREATE TABLE payroll ("
	"  id INTEGER PRIMARY KEY,"
	"  to_day INTEGER NOT NULL,"
	"  status INTEGER NOT NULL CHECK (status IN (0, 1)),"
	"  created INTEGER NOT NULL,"
	"  created_by INTEGER REFERENCES person (id),"
	"  closed INTEGER NOT NULL,"
	"  posting INTEGER UNIQUE REFERENCES ledger_transaction (id),"
	"  CHECK ((status = 1) = (closed <> 253402300799))"
	") STRICT;"

	/* A wage, or the reversal of one that was paid and whose session was
	 * re-opened later, is in one run only. */
	"CREATE TABLE payroll_line ("
	"  completion INTEGER NOT NULL REFERENCES completion (id),"
	"  practitioner INTEGER NOT NULL REFERENCES person (id),"
	"  reversal INTEGER NOT NULL CHECK (reversal IN (0, 1)),"
	"  payroll INTEGER NOT NULL REFERENCES payroll (id),"
	"  day INTEGER NOT NULL,"
	"  amount INTEGER NOT NULL,"
	"  PRIMARY KEY (completion, practitioner, reversal),"
	"  CHECK (amount * (1 - 2 * reversal) >= 0)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX payroll_line_payroll ON payroll_line (payroll);"
	"CREATE INDEX payroll_line_practitioner"
	"  ON payroll_line (practitioner);";

const char *const store_schema_documents[] = { invoices, payments, payroll,
					       NULL };
