/**
 * The client of a form or a filter: a field that takes a code, a login or a
 * name.
 */
#ifndef ADMIN_PAGES_CLIENT_FIELD_H
#define ADMIN_PAGES_CLIENT_FIELD_H

#include "admin/pages/page.h"
#include "store/people.h"

/** By what addresses and forms name a client: the code, else the id. */
const char *client_field_word(const struct page *page,
			      const struct person *client);
/** The field "client", with the names that a browser completes; `code` is what
 *  it holds at first (NULL: nothing). For the office; the reader has begun. */
MUST_CHECK enum err client_field_put(struct page *page, const char *code);
/** Of a form that was sent: the code in place of a whole name that one active
 *  client has. What nobody is called stays as it was typed. ERR_INVALID
 *  (client): several are called so. The reader has not begun. */
MUST_CHECK enum err client_field_take(struct page *page);
/** The client of a word: code, login or id, or a whole name that one active
 *  client has; NULL: none. The reader has begun. */
MUST_CHECK enum err client_field_find(struct page *page, const char *word,
				      const struct person **client);
/** The same of a filter: *id is 0 where no client, or more than one, is called
 *  so. */
MUST_CHECK enum err client_field_ask(struct page *page, const char *word,
				     int64_t *id);

/** All clients by their ids, for long lists; empty ({ .top = 0 }) it looks for
 *  each by itself. */
struct client_names {
	const struct person **at;
	int64_t top;
};

/** The reader has begun. */
MUST_CHECK enum err client_names_read(struct page *page,
				      struct client_names *names);
MUST_CHECK enum err client_names_find(struct page *page,
				      const struct client_names *names,
				      int64_t id, const struct person **client);
/** Do name or code hold the text, which str_fold made? */
bool client_names_hold(const struct page *page, const struct person *client,
		       const char *folded);

#endif
