/**
 * How a page gets its work done: it asks the routes of admin/api/ in process,
 * as the person who is signed in. So both doors have one work, one set of
 * rules and one judgement of what is wrong; and what a person may not know is
 * not in an answer.
 */
#ifndef ADMIN_PAGES_CALL_H
#define ADMIN_PAGES_CALL_H

#include "admin/pages/page.h"

/** GET an address below /api/ (made by url_of) into *json, which is also
 *  page->answer. The error and op->failure are the route's. With the reader
 *  begun or not. */
MUST_CHECK enum err page_get(struct page *page, const char *url, json_t **json);

/** The JSON body that the page's form stands for, by the fields of that
 *  route; boxes as in struct form_way. */
json_t *page_form(struct page *page, const char *method, const char *pattern,
		  const char *boxes);
/** Send it: OK with page->answer, or the route's error with what is wrong in
 *  op->failure and page->current. Not with the reader begun. */
MUST_CHECK enum err page_send(struct page *page, const char *method,
			      const char *url, json_t *body);
/** Both: the form to the route whose pattern the address fits. */
MUST_CHECK enum err page_send_form(struct page *page, const char *method,
				   const char *url, const char *boxes);

/** A request that takes back what was done: the flash then has a button Undo.
 *  Several are done in turn. The body names the revision that it is of. */
void page_undo_add(struct page *page, const char *method, const char *url,
		   json_t *body);

/** Pass on a route's answer as it is, such as a PDF; failures are returned. */
MUST_CHECK enum err page_pass(struct page *page, const char *url);

/** Show the form again where its function only looks something up: `show`
 *  with the reader begun. Nothing is saved. */
MUST_CHECK enum err page_again(struct page *page,
			       enum err (*show)(struct page *page));

#endif
