#include "tests/unit/store/place_fixture.h"

#include "base/str.h"
#include "store/trigger_private.h"

#include <stdio.h>

#include <sqlite3.h>

/* What each trigger refuses, done by a stranger who knows no other rule. */
struct attempt {
	const char *trigger;
	const char *rows; /* that are there */
	const char *sql;
};

#define AUDIT(kind, after)                                                    \
	"INSERT INTO audit (at, channel, action, object_kind, object, after)" \
	"  VALUES (5, 'page', 'session.add', '" kind "', 1, '" after "');"

#define COMPLETION                                                           \
	"INSERT INTO completion (session, slug, label, map, modifier,"       \
	"    client_modifier, practitioner_modifier, service_kind, basis,"   \
	"    minutes, saved_at, channel, reopened_at)"                       \
	"  VALUES (1, 's', 'l', 0, 0, 100, 100, 0, 0, 60, 5, 0, 6);"         \
	"INSERT INTO completion_client (completion, position, client, slug," \
	"    label, map, modifier, client_modifier, practitioner_modifier,"  \
	"    rate, base, charge, tax_bp, tax)"                               \
	"  VALUES (1, 0, 1, 's', 'l', 0, 0, 100, 100, 5, 5, 5, 0, 0);"       \
	"INSERT INTO completion_practitioner (completion, position,"         \
	"    practitioner, rate, base, wage, hourly)"                        \
	"  VALUES (1, 0, 1, 5, 5, 5, 0);"

#define POSTING                                                         \
	"INSERT INTO ledger_transaction (id, at, kind, previous, hash)" \
	"  VALUES (1, 5, 'k', zeroblob(32), zeroblob(32));"             \
	"INSERT INTO ledger_entry (posting, position, account, amount)" \
	"  VALUES (1, 0, 1, 5);"                                        \
	"INSERT INTO ledger_transaction (id, at, kind, previous, hash)" \
	"  VALUES (2, 5, 'k', zeroblob(32), zeroblob(32));"             \
	"INSERT INTO ledger_head (id, transactions, hash)"              \
	"  VALUES (1, 2, zeroblob(32));"

#define INVOICE                                                            \
	"INSERT INTO invoice (client, status, to_day, created, issued,"    \
	"    voided)"                                                      \
	"  VALUES (1, 0, 5, 5, 253402300799, 253402300799);"               \
	"INSERT INTO invoice_line (invoice, position, completion, client," \
	"    credit, day, charge, tax, live)"                              \
	"  VALUES (1, 0, 1, 1, 0, 5, 5, 0, 1);"

#define ISSUED                                                              \
	INVOICE "UPDATE invoice SET status = 1, counter = 1, number = '1'," \
		"    document = '{}', issued = 6;"

#define PAYMENT                                                      \
	"INSERT INTO payment (client, amount, day, entered, voided)" \
	"  VALUES (1, 5, 5, 5, 253402300799);"

#define REFUND                                                       \
	PAYMENT "INSERT INTO refund (payment, amount, day, entered)" \
		"  VALUES (1, 2, 5, 5);"

#define ALLOCATION                                                          \
	"INSERT INTO allocation (payment, invoice, amount, at_issue, made," \
	"    released)"                                                     \
	"  VALUES (1, 1, 5, 0, 5, 253402300799);"

#define PAYROLL                                                         \
	"INSERT INTO payroll (to_day, status, created, closed)"         \
	"  VALUES (5, 0, 5, 253402300799);"                             \
	"INSERT INTO payroll_line (completion, practitioner, reversal," \
	"    payroll, day, amount)"                                     \
	"  VALUES (1, 1, 0, 1, 5, 5);"

#define CLOSED PAYROLL "UPDATE payroll SET status = 1, closed = 6;"

#define SEAL                                                         \
	"INSERT INTO seal (id, kind, thing, digest, previous, hash)" \
	"  VALUES (1, 0, 5, zeroblob(32), zeroblob(32), zeroblob(32));"

static const struct attempt attempts[] = {
	{ "audit_update", AUDIT("person", "{}"), "UPDATE audit SET at = 6" },
	{ "audit_update", AUDIT("session", "{\"place\":\"x\"}"),
	  "UPDATE audit SET after = '{\"place\":\"y\"}'" },
	{ "audit_delete", AUDIT("person", "{}"), "DELETE FROM audit" },
	{ "completion_update", COMPLETION,
	  "UPDATE completion SET minutes = minutes" },
	{ "completion_delete", COMPLETION, "DELETE FROM completion" },
	{ "completion_client_update", COMPLETION,
	  "UPDATE completion_client SET charge = 0" },
	{ "completion_client_delete", COMPLETION,
	  "DELETE FROM completion_client" },
	{ "completion_practitioner_update", COMPLETION,
	  "UPDATE completion_practitioner SET wage = 0" },
	{ "completion_practitioner_delete", COMPLETION,
	  "DELETE FROM completion_practitioner" },
	{ "ledger_transaction_update", POSTING,
	  "UPDATE ledger_transaction SET at = 6" },
	{ "ledger_transaction_delete", POSTING,
	  "DELETE FROM ledger_transaction" },
	{ "ledger_transaction_insert", POSTING,
	  "INSERT INTO ledger_transaction (id, at, kind, previous, hash)"
	  "  VALUES (4, 5, 'k', zeroblob(32), zeroblob(32))" },
	{ "ledger_entry_update", POSTING,
	  "UPDATE ledger_entry SET amount = 0" },
	{ "ledger_entry_delete", POSTING, "DELETE FROM ledger_entry" },
	{ "ledger_entry_insert", POSTING,
	  "INSERT INTO ledger_entry (posting, position, account, amount)"
	  "  VALUES (1, 1, 1, 5)" },
	{ "ledger_head_delete", POSTING, "DELETE FROM ledger_head" },
	{ "invoice_update", ISSUED, "UPDATE invoice SET document = ''" },
	{ "invoice_number", INVOICE,
	  "UPDATE invoice SET status = 1, counter = 2, number = '2',"
	  "    document = '{}', issued = 6" },
	{ "invoice_delete", INVOICE, "DELETE FROM invoice" },
	{ "invoice_insert", "",
	  "INSERT INTO invoice (client, status, to_day, created, issued,"
	  "    voided, counter, number, document)"
	  "  VALUES (1, 1, 5, 5, 6, 253402300799, 1, '1', '{}')" },
	{ "invoice_line_insert", ISSUED,
	  "INSERT INTO invoice_line (invoice, position, completion, client,"
	  "    credit, day, charge, tax, live)"
	  "  VALUES (1, 1, 2, 1, 0, 5, 5, 0, 1)" },
	{ "invoice_line_update", ISSUED, "UPDATE invoice_line SET live = 0" },
	{ "invoice_line_delete", ISSUED, "DELETE FROM invoice_line" },
	{ "payment_update", PAYMENT, "UPDATE payment SET method = 'cash'" },
	{ "payment_delete", PAYMENT, "DELETE FROM payment" },
	{ "refund_insert", REFUND,
	  "INSERT INTO refund (payment, amount, day, entered)"
	  "  VALUES (1, 4, 5, 5)" },
	{ "refund_update", REFUND, "UPDATE refund SET amount = 1" },
	{ "refund_delete", REFUND, "DELETE FROM refund" },
	{ "allocation_update", ALLOCATION, "UPDATE allocation SET amount = 1" },
	{ "allocation_delete", ALLOCATION, "DELETE FROM allocation" },
	{ "payroll_update", CLOSED,
	  "UPDATE payroll SET status = 0, closed = 253402300799" },
	{ "payroll_delete", PAYROLL, "DELETE FROM payroll" },
	{ "payroll_line_insert", CLOSED,
	  "INSERT INTO payroll_line (completion, practitioner, reversal,"
	  "    payroll, day, amount)"
	  "  VALUES (2, 1, 0, 1, 5, 5)" },
	{ "payroll_line_update", CLOSED, "UPDATE payroll_line SET day = 6" },
	{ "payroll_line_delete", CLOSED, "DELETE FROM payroll_line" },
	{ "seal_update", SEAL, "UPDATE seal SET thing = 6" },
	{ "seal_delete", SEAL, "DELETE FROM seal" },
	{ "seal_insert", SEAL,
	  "INSERT INTO seal (id, kind, thing, digest, previous, hash)"
	  "  VALUES (3, 0, 5, zeroblob(32), zeroblob(32), zeroblob(32))" },
};

static sqlite3 *open_raw(struct place *place)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static const struct trigger *trigger_of(const char *name)
{
	for (size_t i = 0; store_triggers[i].name; i++) {
		if (str_equal(store_triggers[i].name, name))
			return &store_triggers[i];
	}
	return NULL;
}

static bool is_attempted(const struct trigger *trigger)
{
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
		if (str_equal(attempts[i].trigger, trigger->name))
			return true;
	}
	return false;
}

static void attempt(sqlite3 *db, const struct attempt *attempt)
{
	const struct trigger *trigger = trigger_of(attempt->trigger);

	assert_non_null(trigger);
	assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, attempt->rows, NULL, NULL, NULL),
			 SQLITE_OK);
	if (sqlite3_exec(db, attempt->sql, NULL, NULL, NULL) == SQLITE_OK)
		print_error("%s\n", attempt->sql);
	assert_int_equal(sqlite3_extended_errcode(db),
			 SQLITE_CONSTRAINT_TRIGGER);
	assert_string_equal(sqlite3_errmsg(db), trigger->message);
	assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL),
			 SQLITE_OK);
}

static void each_trigger_refuses_in_its_own_words(void **state)
{
	sqlite3 *db = open_raw(*state);

	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		attempt(db, &attempts[i]);
	sqlite3_close(db);
}

/* Two that refuse the same would hide that one of them does not fire. */
static void each_refuses_alone(void **state)
{
	sqlite3 *db = open_raw(*state);

	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
		char drop[128];

		snprintf(drop, sizeof(drop), "BEGIN; DROP TRIGGER %s",
			 attempts[i].trigger);
		assert_int_equal(sqlite3_exec(db, drop, NULL, NULL, NULL),
				 SQLITE_OK);
		assert_int_equal(
			sqlite3_exec(db, attempts[i].rows, NULL, NULL, NULL),
			SQLITE_OK);
		if (sqlite3_exec(db, attempts[i].sql, NULL, NULL, NULL))
			print_error("%s: %s\n", attempts[i].trigger,
				    sqlite3_errmsg(db));
		assert_int_equal(sqlite3_errcode(db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL),
				 SQLITE_OK);
	}
	sqlite3_close(db);
}

static int count_row(void *context, int columns, char **values, char **names)
{
	size_t *count = context;

	(void)columns;
	(void)names;
	assert_non_null(trigger_of(values[0]));
	++*count;
	return 0;
}

static void rows_and_triggers_are_the_same(void **state)
{
	sqlite3 *db = open_raw(*state);
	size_t rows = 0, made = 0;

	for (; store_triggers[rows].name; rows++)
		assert_true(is_attempted(&store_triggers[rows]));
	assert_int_equal(sqlite3_exec(db,
				      "SELECT name FROM sqlite_master"
				      "  WHERE type = 'trigger'",
				      count_row, &made, NULL),
			 SQLITE_OK);
	assert_int_equal(made, rows);
	sqlite3_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(each_trigger_refuses_in_its_own_words),
		IN_PLACE(each_refuses_alone),
		IN_PLACE(rows_and_triggers_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
