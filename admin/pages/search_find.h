/**
 * What is found by words: people, sessions, invoices and payments, as far as
 * the viewer may know them (S4, S50, U16). A text that is not theirs to read
 * finds nothing either.
 */
#ifndef ADMIN_PAGES_SEARCH_FIND_H
#define ADMIN_PAGES_SEARCH_FIND_H

#include "admin/pages/page.h"
#include "practice/calendar/session_known.h"
#include "store/invoice.h"
#include "store/payment.h"
#include "store/search.h"

/** So many sessions are looked at, the newest ones. */
#define SEARCH_LOOKED_AT 500

enum search_kind {
	SEARCH_CLIENTS,
	SEARCH_PRACTITIONERS,
	SEARCH_SESSIONS,
	SEARCH_INVOICES,
	SEARCH_PAYMENTS,
	SEARCH_KINDS,
};

/** Somebody, as they may be named to the viewer. */
struct search_person {
	const char *code, *name, *phone, *email; /* or NULL */
	const char *url;                         /* NULL: no page of theirs */
	bool active;
};

struct search_found {
	struct search search;
	size_t skip[SEARCH_KINDS], limit[SEARCH_KINDS]; /* what is shown */
	size_t total[SEARCH_KINDS];
	size_t count[SEARCH_KINDS]; /* shown of it */
	struct search_person *clients, *practitioners;
	struct session_known *sessions;
	bool cut; /* there may be older sessions */
	struct invoice *invoices;
	struct payment *payments;
};

/** May the viewer find things of that kind at all? */
bool search_may(const struct page *page, enum search_kind kind);
/** Find all, by found->search, skip and limit. The reader has begun. */
MUST_CHECK enum err search_find(struct page *page, struct search_found *found);

#endif
