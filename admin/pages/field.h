/**
 * Fields of forms (U12): label, hint, what was typed or what there is, and
 * what is wrong with it, tied together for whoever cannot see them.
 */
#ifndef ADMIN_PAGES_FIELD_H
#define ADMIN_PAGES_FIELD_H

#include "admin/pages/page.h"

/** A field; name and label are needed. */
struct field_show {
	const char *name, *label;
	const char *value; /* what there is, where nothing was typed */
	const char *hint;  /* below it, or NULL */
	const char *type;  /* text, date, time, email, …; NULL: text */
	const char *placeholder;
	const char *autocomplete;
	const char *list; /* id of a datalist */
	bool required;    /* marked; the server decides */
	bool autofocus;
	bool hide_label; /* for whoever listens only */
	bool numeric;    /* digits' keyboard, to the right */
	int rows;        /* of a text of several lines; 0: one line */
	/* Of radios: what stands at the end of each choice (or NULL), and what
	 * that is; NULL: nothing does. */
	const char *const *asides;
	const char *aside_label;
};

/** A choice of a select or of radios. */
struct choice {
	const char *value, *text;
	const char *hint; /* of radios: below it, or NULL */
	bool off;         /* cannot be chosen */
};

/** <form method="post"> to this page's own address (or another of ours), with
 *  the token. Ended by form_end. */
void form_begin(struct page *page, const char *action, const char *class);
void form_end(struct page *page);
/** A hidden value; of a form that was refused what was sent, but for
 *  "revision", which is the newest. */
void field_hidden(struct page *page, const char *name, const char *value);

void field_text(struct page *page, const struct field_show *show);
/** The days From and To, which most lists are filtered by: ISO, NULL or "" for
 *  none. */
void field_span(struct page *page, const char *from, const char *to);
/** A box; value "on" ticks it. */
void field_box(struct page *page, const struct field_show *show);
/** A box of a list: ticked where the list holds `value`. */
void field_box_of(struct page *page, const char *name, const char *value,
		  const char *label, bool ticked);
void field_select(struct page *page, const struct field_show *show,
		  const struct choice *choices, size_t count);
void field_radios(struct page *page, const struct field_show *show,
		  const struct choice *choices, size_t count);

/** How somebody is told: nothing, e-mail, text message or both. */
void field_notice(struct page *page, const char *name, const char *label,
		  enum notice value);

/** What was sent under the name, else this. */
const char *field_value(struct page *page, const char *name, const char *value);
/** Is the field of a failure this one, or an item of the list that it holds
 *  ("reminder_hours[0]")? "contacts[0].email" is "contacts[0][email]". */
bool field_is(const char *name, const char *wrong);
/** What is wrong, for the summary: under the label of the field that shows it
 *  ("Payment days: please fill this in."). *name is that field's, NULL where
 * the page shows none. */
const char *field_summary(const struct page *page,
			  const struct field_error *wrong, const char **name);
/** Tells of a time of day that was typed that it is none, where the failure
 *  does not do so: a route sees it only beside a day. */
void field_refuse_time(struct page *page, const char *name);
/** What is wrong with it, or NULL; then the field's attributes. Fields that a
 *  page draws by itself call all three. */
const char *field_wrong(const struct page *page, const char *name);
void field_attributes(struct page *page, const char *name, const char *label,
		      const char *hint);
void field_notes(struct page *page, const char *name, const char *hint);

/** The buttons of a form: the deed, and Back to an address (NULL: none). */
void form_buttons(struct page *page, const char *deed, const char *back);
/** The same of a deed that takes something away. */
void form_buttons_bad(struct page *page, const char *deed, const char *back);

#endif
