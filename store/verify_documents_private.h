/**
 * What the ledger's proof asks beside walking the chain: queries that find
 * rows which the ledger does not bear out.
 */
#ifndef STORE_VERIFY_DOCUMENTS_PRIVATE_H
#define STORE_VERIFY_DOCUMENTS_PRIVATE_H

#include <stddef.h>

struct ledger_check {
	const char *sql;  /* answers an id where something is wrong */
	const char *kind; /* of what the id names */
	const char *sentence;
};

/** Of payments, refunds, payroll and invoices; the last row's sql is NULL. */
extern const struct ledger_check store_document_checks[];

#endif
