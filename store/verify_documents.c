#include "store/verify_documents_private.h"

#include "store/statement_private.h"

/* Accounts in entries: 0 receivable, 4 payable, 5 cash. */

/* What a document says and its posting does not, by account. */
#define PAYMENT_ENTRIES                                      \
	"    SELECT id, 5 AS account, 0 AS person, amount"   \
	"    FROM payment"                                   \
	"    UNION ALL"                                      \
	"    SELECT id, 0, client, -amount"                  \
	"    FROM payment"                                   \
	"    UNION ALL"                                      \
	"    SELECT p.id, e.account, coalesce(e.person, 0)," \
	"      -e.amount"                                    \
	"    FROM payment p"                                 \
	"    JOIN ledger_entry e"                            \
	"      ON e.posting = p.posting"

static const char FIND_PAYMENT[] = "SELECT d.id"
				   "  FROM (" PAYMENT_ENTRIES "  ) d"
				   "  GROUP BY d.id, d.account, d.person"
				   "  HAVING sum(d.amount) <> 0"
				   "  ORDER BY d.id"
				   "  LIMIT 1";

static const char FIND_REFUND[] =
	"SELECT d.id"
	"  FROM ("
	"    SELECT id, 5 AS account, 0 AS person, -amount AS amount"
	"    FROM refund"
	"    UNION ALL"
	"    SELECT r.id, 0, p.client, r.amount"
	"    FROM refund r"
	"    JOIN payment p"
	"      ON p.id = r.payment"
	"    UNION ALL"
	"    SELECT r.id, e.account, coalesce(e.person, 0), -e.amount"
	"    FROM refund r"
	"    JOIN ledger_entry e"
	"      ON e.posting = r.posting"
	"  ) d"
	"  GROUP BY d.id, d.account, d.person"
	"  HAVING sum(d.amount) <> 0"
	"  ORDER BY d.id"
	"  LIMIT 1";

static const char FIND_VOIDED[] =
	"SELECT p.id"
	"  FROM payment p"
	"  LEFT JOIN ledger_transaction t"
	"    ON t.id = p.reversal"
	"  WHERE (p.voided = " NEVER ") <> (p.reversal IS NULL)"
	"    OR (p.reversal IS NOT NULL"
	"      AND coalesce(t.reverses, 0) <> p.posting)"
	"  ORDER BY p.id"
	"  LIMIT 1";

static const char FIND_NOT_UNDONE[] =
	"SELECT p.id"
	"  FROM payment p"
	"  JOIN ledger_entry e"
	"    ON e.posting = p.posting"
	"      OR e.posting = p.reversal"
	"  WHERE p.reversal IS NOT NULL"
	"  GROUP BY p.id, e.account, coalesce(e.person, 0)"
	"  HAVING sum(e.amount) <> 0"
	"  ORDER BY p.id"
	"  LIMIT 1";

static const char FIND_PAYMENT_POSTING[] =
	"SELECT t.id"
	"  FROM ledger_transaction t"
	"  LEFT JOIN payment p"
	"    ON p.id = t.payment"
	"      AND (p.posting = t.id OR p.reversal = t.id)"
	"  LEFT JOIN refund r"
	"    ON r.payment = t.payment"
	"      AND r.posting = t.id"
	"  WHERE t.payment IS NOT NULL"
	"    AND p.id IS NULL"
	"    AND r.id IS NULL"
	"  ORDER BY t.id"
	"  LIMIT 1";

/* Less than nothing is left where more was put against invoices than was
 * paid and kept. */
static const char FIND_OVERSPENT[] =
	"SELECT p.id"
	"  FROM payment p"
	"  WHERE CASE WHEN p.voided = " NEVER "    THEN p.amount ELSE 0 END"
	"    < (SELECT coalesce(sum(r.amount), 0)"
	"      FROM refund r"
	"      WHERE r.payment = p.id)"
	"      + (SELECT coalesce(sum(a.amount), 0)"
	"        FROM allocation a"
	"        WHERE a.payment = p.id"
	"          AND a.released = " NEVER ")"
	"  ORDER BY p.id"
	"  LIMIT 1";

/* A run pays each practitioner what its lines come to, from cash. */
static const char FIND_PAYROLL[] =
	"SELECT d.id"
	"  FROM ("
	"    SELECT l.payroll AS id, 4 AS account,"
	"      l.practitioner AS person, l.amount"
	"    FROM payroll_line l"
	"    JOIN payroll p"
	"      ON p.id = l.payroll"
	"    WHERE p.status = 1"
	"    UNION ALL"
	"    SELECT l.payroll, 5, 0, -l.amount"
	"    FROM payroll_line l"
	"    JOIN payroll p"
	"      ON p.id = l.payroll"
	"    WHERE p.status = 1"
	"    UNION ALL"
	"    SELECT p.id, e.account, coalesce(e.person, 0), -e.amount"
	"    FROM payroll p"
	"    JOIN ledger_entry e"
	"      ON e.posting = p.posting"
	"  ) d"
	"  GROUP BY d.id, d.account, d.person"
	"  HAVING sum(d.amount) <> 0"
	"  ORDER BY d.id"
	"  LIMIT 1";

static const char FIND_PAYROLL_POSTING[] = "SELECT t.id"
					   "  FROM ledger_transaction t"
					   "  LEFT JOIN payroll p"
					   "    ON p.id = t.payroll"
					   "      AND p.posting = t.id"
					   "      AND p.status = 1"
					   "  WHERE t.payroll IS NOT NULL"
					   "    AND p.id IS NULL"
					   "  ORDER BY t.id"
					   "  LIMIT 1";

static const char FIND_PAYROLL_LINE[] =
	"SELECT l.payroll"
	"  FROM payroll_line l"
	"  LEFT JOIN completion_practitioner w"
	"    ON w.completion = l.completion"
	"      AND w.practitioner = l.practitioner"
	"  WHERE coalesce(w.wage, -1) * (1 - 2 * l.reversal) <> l.amount"
	"  ORDER BY l.payroll"
	"  LIMIT 1";

static const char FIND_INVOICE_LINE[] =
	"SELECT l.invoice"
	"  FROM invoice_line l"
	"  LEFT JOIN completion_client c"
	"    ON c.completion = l.completion"
	"      AND c.client = l.client"
	"  WHERE coalesce(c.charge, -1) * (1 - 2 * l.credit) <> l.charge"
	"    OR coalesce(c.tax, -1) * (1 - 2 * l.credit) <> l.tax"
	"  ORDER BY l.invoice"
	"  LIMIT 1";

static const char FIND_INVOICE_GAP[] = "SELECT max(counter) AS counter"
				       "  FROM invoice"
				       "  HAVING max(counter) <> count(counter)"
				       "    OR min(counter) < 1";

static const char FIND_OVERPAID[] =
	"SELECT i.id"
	"  FROM invoice i"
	"  WHERE (SELECT coalesce(sum(a.amount), 0)"
	"      FROM allocation a"
	"      WHERE a.invoice = i.id"
	"        AND a.released = " NEVER ")"
	"    > (SELECT CASE WHEN sum(l.charge + l.tax) > 0"
	"      THEN sum(l.charge + l.tax) ELSE 0 END"
	"      FROM invoice_line l"
	"      WHERE l.invoice = i.id"
	"        AND i.status = 1)"
	"  ORDER BY i.id"
	"  LIMIT 1";

const struct ledger_check store_document_checks[] = {
	{ FIND_PAYMENT, "payment",
	  "has an amount that differs from that in the ledger" },
	{ FIND_REFUND, "refund",
	  "has an amount that differs from that in the ledger" },
	{ FIND_VOIDED, "payment",
	  "is reversed, but not void, or the other way round" },
	{ FIND_NOT_UNDONE, "payment", "is not reversed exactly" },
	{ FIND_PAYMENT_POSTING, "ledger transaction",
	  "names a payment that is not its own" },
	{ FIND_OVERSPENT, "payment", "was spent more than once" },
	{ FIND_PAYROLL, "payroll run",
	  "has amounts that differ from those in the ledger" },
	{ FIND_PAYROLL_POSTING, "ledger transaction",
	  "names a payroll run that is not its own" },
	{ FIND_PAYROLL_LINE, "payroll run",
	  "pays another wage than was earned" },
	{ FIND_INVOICE_LINE, "invoice",
	  "asks for another charge than was made" },
	{ FIND_INVOICE_GAP, "invoice number",
	  "is the last, but one is missing" },
	{ FIND_OVERPAID, "invoice", "was paid more than it asks for" },
	{ NULL, NULL, NULL },
};
