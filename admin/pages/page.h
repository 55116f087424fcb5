/**
 * A page as its functions get it: one row of a table says address, who may,
 * title, the function that shows it and the one that takes its form.
 *
 * A function writes the content of <main> behind the head into page->html;
 * the shell (shell.h) goes around it. One that takes a form hands it to the
 * route of admin/api/ that does the work (page_send, call.h) and then goes to
 * a page (page_go); when it returns an error of the form, the function that
 * shows is called again, with what was typed and what is wrong with it.
 */
#ifndef ADMIN_PAGES_PAGE_H
#define ADMIN_PAGES_PAGE_H

#include "admin/api/route.h"
#include "admin/pages/form.h"
#include "admin/pages/html.h"
#include "admin/pages/pages.h"
#include "store/people.h"
#include "store/practice.h"
#include "store/sign_in.h"

#define PAGE_WORDS 3
#define PAGE_SIZE 25 /* rows of a list (U5) */
#define PAGE_FIELDS 300

struct page;
typedef enum err page_run(struct page *page);

struct page_row {
	const char *pattern; /* "/clients/{code}/edit" */
	unsigned roles;      /* enum role bits; others get the 403 page. 0: the
				address is a secret, nobody need sign in */
	const char *title;   /* the h1; a function may set another */
	page_run *show;      /* GET and HEAD; the reader has begun */
	page_run *take;      /* POST; the reader has not begun. NULL: none */
	unsigned grants;     /* of which staff need one to see it; 0: none */
	const char *menu;    /* address of its entry in the menu; NULL: its
				own */
};

struct page_table {
	const struct page_row *rows;
	size_t count;
};

/** A field that was shown, and what it is called. */
struct page_field {
	const char *name, *label;
};

/** A link of the trail above the h1. */
struct page_crumb {
	const char *url, *text;
};

struct page {
	struct pages *door;
	struct operation *op;
	struct reader *reader;
	const struct page_row *row;    /* NULL: of an error page */
	const char *words[PAGE_WORDS]; /* of {…} in the pattern, in order */
	struct practice practice;
	int digits;           /* of its currency */
	struct person person; /* who is signed in */
	struct sign_in sign_in;
	const char *csrf;  /* "" where nobody is signed in */
	const char *nonce; /* of this answer's scripts and styles */

	/* What the functions set. */
	struct html html;     /* of <main>, behind the head */
	const char *title;    /* h1; of the row, unless set */
	const char *name;     /* in its trail, where it is not the h1 */
	const char *lead;     /* the line under the h1, or NULL */
	struct html commands; /* at the right of the h1: links and buttons */
	struct page_crumb crumbs[3];
	size_t crumb_count;
	bool wide;         /* no room around the content: the calendar */
	const char *go;    /* 303 there */
	const char *flash; /* what the next page tells */
	json_t *keep;      /* page_keep */
	json_t *undo;      /* requests that take it back (call.h), or NULL */
	bool answered;     /* the response is complete: no shell */

	/* Of a form. */
	struct form form; /* as sent; no fields with GET */
	enum err refused; /* OK: it was not */
	bool logged;      /* a route failed, and has told the log why */
	struct failure failure;
	json_t *answer;  /* of the last page_send or page_get */
	json_t *current; /* what is there now, where that was the reason */
	struct page_field drawn[PAGE_FIELDS]; /* the fields shown */
	size_t drawn_count;
};

/** Go there after a form. */
void page_go(struct page *page, const char *url);
/** Tell on the next page what happened, in amounts that the person may know;
 *  the text is not markup. */
void page_flash(struct page *page, const char *format, ...) PRINTF(2, 3);

/** Hand this on to the next page that tells a flash, and to no other: what is
 *  shown once, such as a device's password. Between the two it is sealed, so
 *  that the database does not hold it. */
void page_keep(struct page *page, json_t *keep);
/** What the form before handed on; NULL: nothing. */
json_t *page_kept(const struct page *page);

/** A link of the trail, from the left. */
void page_crumb(struct page *page, const char *url, const char *text);
/** A query parameter, or NULL; "" counts as none. */
const char *page_query(struct page *page, const char *name);
/** A query parameter that is a day; else *day stays. */
void page_query_day(struct page *page, const char *name, struct day *day);
/** The days of a filter, ?from=&to=; where one is not given, *from or *to
 *  stays. False: one is none, or the last lies before the first; then the page
 *  is refused (page_refuse). */
bool page_query_span(struct page *page, struct day *from, struct day *to);
/** The number in the path, else ERR_NOT_FOUND. */
MUST_CHECK enum err page_id(struct page *page, size_t word, int64_t *id);
/** Does the person have any of these roles? */
bool page_is(const struct page *page, unsigned roles);
bool page_is_office(const struct page *page);
/** Has the person any of these grants? An admin has all. */
bool page_has_grant(const struct page *page, unsigned grants);
/** The day on the practice's clocks. */
struct day page_today(const struct page *page);
/** A filter of the address is wrong (ERR_INVALID, with its field in the
 *  failure): the page is shown with what was typed and what is wrong with it,
 *  and answered 422. */
void page_refuse(struct page *page);
/** The address of this page with one parameter of the query set anew (NULL:
 *  taken out) and "page" taken out. */
const char *page_url_with(struct page *page, const char *name,
			  const char *value);
/** Which page of a list is asked for (?page=), from 0 on. */
size_t page_number(struct page *page);

/** Answer with bytes of another kind, such as CSV. */
void page_bytes(struct page *page, const char *type, const char *bytes,
		size_t len);
/** Answer a script with what failed, as the routes do. */
void page_problem(struct page *page, enum err err);
/** Answer with what was written, and no page around it: a part that a script
 *  puts into the page that asked. */
void page_part(struct page *page);
/** Shows an address that answers with parts: goes to the page of its row's
 *  menu. */
MUST_CHECK enum err page_whole(struct page *page);

#endif
