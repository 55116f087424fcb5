#include "store/trigger_private.h"

#include "store/statement_private.h"

#include <stddef.h>

/* Erasure may take things out of rows that stay otherwise: the names of the
 * person's devices, labels of their tokens and feeds, the words for how they
 * paid. It never puts anything in. */
#define ERASED(person)                                           \
	"EXISTS (SELECT 1 FROM person WHERE erased <> " NEVER "" \
	" AND id = " person ")"
#define WHO_ERASED ERASED("OLD.who")
#define OBJECT_ERASED ERASED("OLD.object")
#define CLIENT_ERASED ERASED("OLD.client")

/* Rows that were written before version 7 hold the places of sessions. From a
 * column of such a row a part may be cut that begins with the place, and
 * nothing else may change: the lengths say how much was cut, and the count
 * finds where. */
#define PLACE_CUT(column)                                            \
	"(OLD.object_kind = 'session' AND EXISTS ("                  \
	"WITH RECURSIVE cut (at) AS (SELECT 0"                       \
	"  UNION ALL SELECT at + 1 FROM cut"                         \
	"    WHERE at < length(NEW." column "))"                     \
	"  SELECT 1 FROM cut"                                        \
	"    WHERE length(NEW." column ") < length(OLD." column ")"  \
	"      AND substr(OLD." column ", at + 1, 8) = '\"place\":'" \
	"      AND NEW." column " = substr(OLD." column ", 1, at)"   \
	"        || substr(OLD." column ", at + 1"                   \
	"          + length(OLD." column ") - length(NEW." column "))))"

#define BEFORE_CUT PLACE_CUT("before")
#define AFTER_CUT PLACE_CUT("after")

/* The conditions are for SQLite and PostgreSQL alike. Those on INSERT are
 * there for SQLite's INSERT OR REPLACE, which deletes without a trigger. What
 * a save copied stays (S28), but for its reason, which is a note, and the
 * label of the device: erasure may change both. */
const struct trigger store_triggers[] = {
	{ "audit_update", TRIGGER_UPDATE, "audit",
	  .condition =
		  "NEW.id <> OLD.id OR NEW.at <> OLD.at"
		  " OR NEW.who IS DISTINCT FROM OLD.who"
		  " OR NEW.channel <> OLD.channel OR NEW.action <> OLD.action"
		  " OR NEW.object_kind <> OLD.object_kind"
		  " OR NEW.object <> OLD.object"
		  " OR (NEW.device IS NOT DISTINCT FROM OLD.device"
		  " AND NEW.before IS NOT DISTINCT FROM OLD.before"
		  " AND NEW.after IS NOT DISTINCT FROM OLD.after)"
		  " OR (NEW.device IS DISTINCT FROM OLD.device"
		  " AND (NEW.device IS NOT NULL OR NOT " WHO_ERASED "))"
		  " OR (NEW.before IS DISTINCT FROM OLD.before"
		  " AND " BEFORE_CUT " IS NOT TRUE)"
		  " OR (NEW.after IS DISTINCT FROM OLD.after"
		  " AND " AFTER_CUT " IS NOT TRUE"
		  " AND (NEW.after IS NOT NULL OR OLD.object_kind <> 'person'"
		  " OR OLD.action NOT IN ('token.add', 'feed.add')"
		  " OR NOT " OBJECT_ERASED "))",
	  .message = "the audit log is append only" },
	{ "audit_delete", TRIGGER_DELETE, "audit",
	  .message = "the audit log is append only" },
	{ "completion_update", TRIGGER_UPDATE, "completion",
	  .columns = "id, session, slug, label, map, modifier, client_modifier,"
		     " practitioner_modifier, service, service_name,"
		     " service_kind, basis, minutes, saved_by, saved_at,"
		     " channel",
	  .message = "what was saved stays" },
	{ "completion_delete", TRIGGER_DELETE, "completion",
	  .message = "what was saved stays" },
	{ "completion_client_update", TRIGGER_UPDATE, "completion_client",
	  .message = "what was saved stays" },
	{ "completion_client_delete", TRIGGER_DELETE, "completion_client",
	  .message = "what was saved stays" },
	{ "completion_practitioner_update", TRIGGER_UPDATE,
	  "completion_practitioner", .message = "what was saved stays" },
	{ "completion_practitioner_delete", TRIGGER_DELETE,
	  "completion_practitioner", .message = "what was saved stays" },
	{ "ledger_transaction_update", TRIGGER_UPDATE, "ledger_transaction",
	  .message = "the ledger is append only" },
	{ "ledger_transaction_delete", TRIGGER_DELETE, "ledger_transaction",
	  .message = "the ledger is append only" },
	{ "ledger_transaction_insert", TRIGGER_INSERT, "ledger_transaction",
	  .condition = "NEW.id <> (SELECT coalesce(max(id), 0) + 1"
		       " FROM ledger_transaction)",
	  .message = "the ledger has no gaps" },
	{ "ledger_entry_update", TRIGGER_UPDATE, "ledger_entry",
	  .message = "the ledger is append only" },
	{ "ledger_entry_delete", TRIGGER_DELETE, "ledger_entry",
	  .message = "the ledger is append only" },
	{ "ledger_entry_insert", TRIGGER_INSERT, "ledger_entry",
	  .condition =
		  "NEW.posting <> (SELECT max(id) FROM ledger_transaction)"
		  " OR EXISTS (SELECT 1 FROM ledger_entry"
		  " WHERE posting = NEW.posting AND position = NEW.position)",
	  .message = "the ledger is append only" },
	{ "ledger_head_delete", TRIGGER_DELETE, "ledger_head",
	  .message = "the ledger is append only" },
	{ "invoice_update", TRIGGER_UPDATE, "invoice",
	  .condition =
		  "NEW.id <> OLD.id OR NEW.client <> OLD.client"
		  " OR NEW.to_day <> OLD.to_day OR NEW.created <> OLD.created"
		  " OR NEW.created_by IS DISTINCT FROM OLD.created_by"
		  " OR NEW.status < OLD.status"
		  " OR (OLD.counter IS NOT NULL"
		  " AND (NEW.counter IS DISTINCT FROM OLD.counter"
		  " OR NEW.number IS DISTINCT FROM OLD.number"
		  " OR NEW.document IS DISTINCT FROM OLD.document"
		  " OR NEW.issued <> OLD.issued))"
		  " OR (OLD.status = 2 AND NEW.voided <> OLD.voided)",
	  .message = "an issued invoice stays" },
	{ "invoice_number", TRIGGER_UPDATE, "invoice", .columns = "counter",
	  .condition =
		  "OLD.counter IS NULL AND NEW.counter IS NOT NULL"
		  " AND NEW.counter <> (SELECT coalesce(max(counter), 0) + 1"
		  " FROM invoice)",
	  .message = "invoice numbers have no gaps" },
	{ "invoice_delete", TRIGGER_DELETE, "invoice",
	  .message = "an invoice is voided, not deleted" },
	{ "invoice_insert", TRIGGER_INSERT, "invoice",
	  .condition = "NEW.status <> 0"
		       " OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id)",
	  .message = "an invoice begins as a draft" },
	{ "invoice_line_insert", TRIGGER_INSERT, "invoice_line",
	  .condition =
		  "(SELECT status FROM invoice WHERE id = NEW.invoice) <> 0"
		  " OR EXISTS (SELECT 1 FROM invoice_line"
		  " WHERE invoice = NEW.invoice AND position = NEW.position)",
	  .message = "an issued invoice stays" },
	{ "invoice_line_update", TRIGGER_UPDATE, "invoice_line",
	  .condition = "NEW.live <> 0 OR OLD.live <> 1"
		       " OR NEW.invoice <> OLD.invoice"
		       " OR NEW.position <> OLD.position"
		       " OR NEW.completion <> OLD.completion"
		       " OR NEW.client <> OLD.client"
		       " OR NEW.credit <> OLD.credit OR NEW.day <> OLD.day"
		       " OR NEW.charge <> OLD.charge OR NEW.tax <> OLD.tax"
		       " OR (SELECT status FROM invoice"
		       " WHERE id = OLD.invoice) <> 2",
	  .message = "an issued invoice stays" },
	{ "invoice_line_delete", TRIGGER_DELETE, "invoice_line",
	  .condition =
		  "(SELECT status FROM invoice WHERE id = OLD.invoice) <> 0",
	  .message = "an issued invoice stays" },
	{ "payment_update", TRIGGER_UPDATE, "payment",
	  .condition =
		  "NEW.id <> OLD.id OR NEW.client <> OLD.client"
		  " OR NEW.amount <> OLD.amount OR NEW.day <> OLD.day"
		  " OR NEW.entered <> OLD.entered"
		  " OR NEW.entered_by IS DISTINCT FROM OLD.entered_by"
		  " OR (NEW.method IS DISTINCT FROM OLD.method"
		  " AND (NEW.method IS NOT NULL OR NOT " CLIENT_ERASED "))"
		  " OR (OLD.posting IS NOT NULL"
		  " AND NEW.posting IS DISTINCT FROM OLD.posting)"
		  " OR (OLD.voided <> " NEVER " AND (NEW.voided <> OLD.voided"
		  " OR NEW.reversal IS DISTINCT FROM OLD.reversal))",
	  .message = "a payment is voided, not changed" },
	{ "payment_delete", TRIGGER_DELETE, "payment",
	  .message = "a payment is voided, not deleted" },
	{ "refund_insert", TRIGGER_INSERT, "refund",
	  .condition =
		  "NEW.amount + (SELECT coalesce(sum(amount), 0) FROM refund"
		  " WHERE payment = NEW.payment)"
		  " > (SELECT amount FROM payment WHERE id = NEW.payment)",
	  .message = "refunds are at most what was paid" },
	{ "refund_update", TRIGGER_UPDATE, "refund",
	  .condition = "NEW.id <> OLD.id OR NEW.payment <> OLD.payment"
		       " OR NEW.amount <> OLD.amount OR NEW.day <> OLD.day"
		       " OR NEW.entered <> OLD.entered"
		       " OR NEW.entered_by IS DISTINCT FROM OLD.entered_by"
		       " OR OLD.posting IS NOT NULL",
	  .message = "a refund stays" },
	{ "refund_delete", TRIGGER_DELETE, "refund",
	  .message = "a refund stays" },
	{ "allocation_update", TRIGGER_UPDATE, "allocation",
	  .condition =
		  "OLD.released <> " NEVER " OR NEW.id <> OLD.id"
		  " OR NEW.payment IS DISTINCT FROM OLD.payment"
		  " OR NEW.credit IS DISTINCT FROM OLD.credit"
		  " OR NEW.invoice <> OLD.invoice"
		  " OR NEW.amount <> OLD.amount OR NEW.at_issue <> OLD.at_issue"
		  " OR NEW.made <> OLD.made",
	  .message = "an allocation is released, not changed" },
	{ "allocation_delete", TRIGGER_DELETE, "allocation",
	  .message = "an allocation is released, not deleted" },
	{ "payroll_update", TRIGGER_UPDATE, "payroll",
	  .condition =
		  "OLD.status = 1 OR NEW.id <> OLD.id"
		  " OR NEW.to_day <> OLD.to_day OR NEW.created <> OLD.created"
		  " OR NEW.created_by IS DISTINCT FROM OLD.created_by",
	  .message = "a closed payroll run stays" },
	{ "payroll_delete", TRIGGER_DELETE, "payroll",
	  .message = "a payroll run stays" },
	{ "payroll_line_insert", TRIGGER_INSERT, "payroll_line",
	  .condition =
		  "(SELECT status FROM payroll WHERE id = NEW.payroll) <> 0"
		  " OR EXISTS (SELECT 1 FROM payroll_line l JOIN payroll p"
		  " ON p.id = l.payroll WHERE l.completion = NEW.completion"
		  " AND l.practitioner = NEW.practitioner"
		  " AND l.reversal = NEW.reversal AND p.status = 1)",
	  .message = "a closed payroll run stays" },
	{ "payroll_line_update", TRIGGER_UPDATE, "payroll_line",
	  .condition =
		  "(SELECT status FROM payroll WHERE id = OLD.payroll) <> 0"
		  " OR (SELECT status FROM payroll WHERE id = NEW.payroll) <> 0"
		  " OR NEW.completion <> OLD.completion"
		  " OR NEW.practitioner <> OLD.practitioner"
		  " OR NEW.reversal <> OLD.reversal"
		  " OR NEW.amount <> OLD.amount",
	  .message = "a closed payroll run stays" },
	{ "payroll_line_delete", TRIGGER_DELETE, "payroll_line",
	  .condition =
		  "(SELECT status FROM payroll WHERE id = OLD.payroll) <> 0",
	  .message = "a closed payroll run stays" },
	{ "seal_update", TRIGGER_UPDATE, "seal",
	  .message = "seals are append only" },
	{ "seal_delete", TRIGGER_DELETE, "seal",
	  .message = "seals are append only" },
	{ "seal_insert", TRIGGER_INSERT, "seal",
	  .condition = "NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM seal)",
	  .message = "seals have no gaps" },
	{ .name = NULL },
};
