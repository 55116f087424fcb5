/**
 * Taking a person's names, contacts and notes out of the rows (rules
 * S49). What counts (ledger, documents, completions) stays, under the code.
 */
#ifndef STORE_ERASURE_H
#define STORE_ERASURE_H

#include <stddef.h>

#include "store/tables.h"

/**
 * The name becomes the code; login, addresses, contacts, password, tokens go,
 * feeds are revoked, and so go all texts of rows that are this client's alone:
 * places, notes and reasons of sessions and schedules without another client,
 * review texts, methods of payment, names of devices. What was answered to
 * repeatable requests goes for everybody, and so do files that
 * wait to be imported. Sets person.erased the first time;
 * again it does the same. Collections, views, versions and the addressees of
 * invoices are the caller's.
 */
MUST_CHECK enum err store_person_erase(struct transaction *tx, int64_t person);

/** The names on a client's issued invoices: JSON as in invoice.addressee. */
MUST_CHECK enum err store_invoice_readdress(struct transaction *tx,
					    int64_t client,
					    const char *addressee);
/** Place and notes of one session. */
MUST_CHECK enum err store_session_notes_erase(struct transaction *tx,
					      int64_t session);
/** The places in the audit rows of a session: rows of before version 7 of the
 *  tables hold them, newer ones do not. */
MUST_CHECK enum err store_session_audit_erase(struct transaction *tx,
					      int64_t session);

/** A kept version of a session (store_session_version_add). */
struct session_version {
	int64_t id;
	const char *json;
};

/** Sessions with a version whose text holds `words`, case counting.
 *  Reads all there are. */
MUST_CHECK enum err store_session_version_search(struct reader *reader,
						 const char *words,
						 struct ids *sessions);
/** All of a session, oldest first. */
MUST_CHECK enum err store_session_version_list(struct reader *reader,
					       int64_t session,
					       struct session_version **list,
					       size_t *count);
MUST_CHECK enum err store_session_version_replace(struct transaction *tx,
						  int64_t version,
						  const char *json);

#endif
