#include "admin/pages/session_meanwhile.h"

#include "admin/pages/audit_words.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/session_part.h"
#include "admin/pages/session_people.h"
#include "admin/pages/show.h"
#include "store/audit.h"
#include "store/services.h"

#include <string.h>

#define VERSIONS_MOST 10

/* One thing of which there are two versions. */
struct version {
	const char *what, *typed, *now;
};

struct meanwhile {
	struct page *page;
	const struct session_known *known;
	struct version list[VERSIONS_MOST];
	size_t count;
};

bool session_meanwhile_is(const struct page *page)
{
	return page->refused == ERR_CONFLICT;
}

enum err session_meanwhile_judge(struct page *page, int64_t session,
				 enum err err)
{
	const struct failure before = page->op->failure;
	const char *sent = form_value(&page->form, "revision");
	struct session_known known;
	int64_t revision;
	bool late;

	if (err != ERR_FORBIDDEN && err != ERR_NOT_FOUND)
		return err;
	if (!str_to_int64(sent, &revision) ||
	    session_part_read(page, session, &known) ||
	    known.revision == revision) {
		page->op->failure = before;
		return err;
	}
	late = session_part_is_removed(&known) ||
	       (err == ERR_FORBIDDEN && known.saved);
	page->op->failure = before;
	if (!late)
		return err;
	operation_recover(page->op);
	return fail(page->op, ERR_CONFLICT,
		    "the session was %s in the meantime",
		    session_part_is_removed(&known) ? "removed" : "saved");
}

/* Kept where the two differ; NULL and "" are nothing. */
static void add(struct meanwhile *both, const char *what, const char *typed,
		const char *now)
{
	typed = typed ? typed : "";
	now = now ? now : "";
	if (str_equal(typed, now) || both->count == VERSIONS_MOST)
		return;
	both->list[both->count++] = (struct version){ what, typed, now };
}

/* A text of several lines, without what a form puts around it. */
static void add_text(struct meanwhile *both, const char *what,
		     const char *field, const char *now)
{
	const char *typed = form_value(&both->page->form, field);
	struct slice trimmed = slice_trim(slice_of(typed ? typed : ""));

	if (typed)
		add(both, what, slice_dup(both->page->op->arena, trimmed), now);
}

static const char *day_shown(struct page *page, const char *text)
{
	struct day day;

	return text && day_parse(text, &day) ? show_day(page, day) : text;
}

static void add_times(struct meanwhile *both)
{
	struct page *page = both->page;
	const struct session_known *known = both->known;
	const struct form *form = &page->form;
	const char *date = form_value(form, "date");
	const char *last = form_value(form, "end_date");

	if (str_empty(last))
		last = date;
	add(both, "Date", day_shown(page, date),
	    show_day(page, wall_day(known->start)));
	add(both, "Start", form_value(form, "start"),
	    show_time(page, known->start));
	add(both, "End", form_value(form, "end"), show_time(page, known->end));
	if (!str_equal(day_shown(page, last), day_shown(page, date)) ||
	    wall_day(known->end).n != wall_day(known->start).n)
		add(both, "End date", day_shown(page, last),
		    show_day(page, wall_day(known->end)));
}

static enum err add_service(struct meanwhile *both)
{
	struct page *page = both->page;
	const char *typed = form_value(&page->form, "service");
	struct service service = { .name = "The usual" };
	int64_t id;
	enum err err = OK;

	if (!typed)
		return OK;
	if (str_to_int64(typed, &id))
		err = store_service_find(page->reader, id, &service);
	if (err == ERR_NOT_FOUND) {
		operation_recover(page->op);
		service.name = typed;
		err = OK;
	}
	if (!err)
		add(both, "Service", service.name, both->known->service_name);
	return err;
}

static enum err add_people(struct meanwhile *both)
{
	struct page *page = both->page;
	const struct session_known *known = both->known;
	size_t most = known->practitioner_count + known->client_count + 1;
	int64_t *ids = arena_array(page->op->arena, most, sizeof(*ids));
	const char *typed, *now;
	enum err err;

	for (size_t i = 0; i < known->practitioner_count; i++)
		ids[i] = known->practitioners[i].id;
	err = session_people_both(page, ROLE_PRACTITIONER, ids,
				  known->practitioner_count, &typed, &now);
	if (err)
		return err;
	add(both, "Practitioners", typed, now);
	for (size_t i = 0; i < known->client_count; i++)
		ids[i] = known->clients[i].id;
	err = session_people_both(page, ROLE_CLIENT, ids, known->client_count,
				  &typed, &now);
	if (!err)
		add(both, "Clients", typed, now);
	return err;
}

/* Who did it last, and when. */
static enum err put_who(struct meanwhile *both)
{
	struct page *page = both->page;
	struct audit *list;
	size_t count;
	enum err err = store_audit_list(page->reader, "session",
					both->known->id, 0, 1, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		const char *name;

		err = people_list_doer(page, list[i].who, &name);
		if (!err)
			html_add(&page->html,
				 "<p><strong>%s</strong> %s meanwhile: %s · "
				 "%s.</p>\n",
				 name, audit_words_deed(list[i].action),
				 show_instant(page, list[i].at),
				 audit_words_channel(list[i].channel));
	}
	return err;
}

static enum err put_card(struct meanwhile *both)
{
	static const struct column columns[] = {
		{ "What", COLUMN_MAIN },
		{ "You", COLUMN_TEXT },
		{ "There now", COLUMN_TEXT },
	};
	struct page *page = both->page;
	struct grid grid;
	enum err err;

	card_begin(page, "Changed meanwhile", NULL);
	err = put_who(both);
	if (err)
		return err;
	/* The rule's own words name a revision, which nobody looks at. */
	page->failure.message =
		arena_printf(page->op->arena, "%s in the meantime.",
			     session_part_is_removed(both->known)
				     ? "The session was removed"
				     : "The session was changed");
	if (both->count) {
		html_add(&page->html, "<div class=\"both\">");
		grid_begin(&grid, page, "Both versions", columns,
			   ARRAY_SIZE(columns));
		for (size_t i = 0; i < both->count; i++) {
			const struct version *one = &both->list[i];

			grid_row(&grid, NULL);
			grid_text(&grid, one->what);
			grid_text(&grid, *one->typed ? one->typed : "Nothing");
			grid_text(&grid, *one->now ? one->now : "Nothing");
		}
		grid_end(&grid);
		html_add(&page->html, "</div>\n");
	} else {
		html_add(&page->html, "<p>It is as your form says.</p>\n");
	}
	html_add(&page->html, "<p class=\"buttons\">");
	part_button(&page->html, session_part_url(page, both->known),
		    "Leave it as it is", NULL, "second");
	html_add(&page->html, "</p>\n");
	card_end(page);
	return OK;
}

enum err session_meanwhile_put(struct page *page,
			       const struct session_known *known, bool whole)
{
	struct meanwhile both = { .page = page, .known = known };
	enum err err = OK;

	if (session_part_is_removed(known) || known->saved)
		add(&both, "Status", "Open", part_status_word(page, known));
	add_times(&both);
	if (whole)
		err = add_service(&both);
	if (!err && whole)
		err = add_people(&both);
	if (err)
		return err;
	add_text(&both, "Place", "place", known->terms.place);
	add_text(&both, "Public note", "public_note", known->terms.public_note);
	add_text(&both, "Private note", "private_note",
		 known->terms.private_note);
	return put_card(&both);
}

enum err session_meanwhile_ended(struct page *page,
				 const struct session_known *known,
				 const char *picked)
{
	struct meanwhile both = { .page = page, .known = known };

	add(&both, "How it ended", picked, part_status_word(page, known));
	return put_card(&both);
}
