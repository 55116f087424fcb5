/**
 * Ids of sessions, invoices and payments that hold what somebody typed.
 */
#ifndef STORE_SEARCH_LIST_H
#define STORE_SEARCH_LIST_H

#include "base/clock.h"
#include "base/money.h"
#include "store/search.h"
#include "store/tables.h"

/** Which sessions: those whose place, notes or service hold a word, and those
 *  of certain people. */
struct session_search {
	const char *word;         /* folded; "": any session */
	const struct ids *people; /* who take part */
	struct span span;         /* they overlap it */
	int64_t participant;      /* only this person's; 0: everybody's */
	struct instant around;    /* those that begin from then on, */
	bool past;                /* or those that began before */
	size_t limit;
};

/** Those of them that stand, the nearest to `around` first. Where the word has
 * letters beyond ASCII there may be some too many, never too few: whoever asks
 * looks at each. */
MUST_CHECK enum err store_session_search(struct reader *reader,
					 const struct session_search *search,
					 struct ids *sessions);

/** Which invoices or payments: each word is in the number or the method, or in
 *  name or code of the client. */
struct money_search {
	const struct search *search;
	int64_t client;             /* only this client's; 0: everybody's */
	bool issued;                /* only invoices that have a number */
	const struct money *amount; /* or it is this much; NULL: no matter */
	size_t skip, limit;
};

/** Newest first. */
MUST_CHECK enum err store_invoice_search(struct reader *reader,
					 const struct money_search *search,
					 struct ids *list);
MUST_CHECK enum err store_payment_search(struct reader *reader,
					 const struct money_search *search,
					 struct ids *list);
/** How many they are, all pages together. */
MUST_CHECK enum err
store_invoice_search_count(struct reader *reader,
			   const struct money_search *search, int64_t *count);
MUST_CHECK enum err
store_payment_search_count(struct reader *reader,
			   const struct money_search *search, int64_t *count);

#endif
