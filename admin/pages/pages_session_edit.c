#include "admin/pages/pages_session_edit.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"
#include "admin/pages/session_form.h"
#include "admin/pages/session_meanwhile.h"
#include "admin/pages/session_part.h"
#include "admin/pages/session_people.h"
#include "admin/pages/session_undo.h"
#include "admin/pages/show.h"

/* Lists that are empty where the form sends none of them. */
#define LISTS "practitioners,clients"

static const char *number(struct page *page, int64_t value)
{
	return arena_printf(page->op->arena, "%lld", (long long)value);
}

static const char *api_url(struct page *page, const struct session_known *known)
{
	return url_of(page->op->arena, "/api/sessions/%lld",
		      (long long)known->id);
}

/* The session, where the viewer may change sessions such as this. */
static enum err load(struct page *page, struct session_known *known)
{
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = session_part_load(page, id, known);
	if (err || page_is_office(page))
		return err;
	if (known->see != SEE_PRACTITIONER || !(page->op->actor.may & MAY_EDIT))
		return fail(page->op, ERR_FORBIDDEN,
			    "You may not change this session.");
	return OK;
}

/* The same, before a route does its work. */
static enum err load_first(struct page *page, struct session_known *known)
{
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = load(page, known);
	if (!err)
		err = session_people_read(page);
	store_reader_end(page->reader);
	return err;
}

/* What the session is, as the form says it. */
static enum err fill(struct page *page, const struct session_known *known)
{
	struct arena *arena = page->op->arena;

	session_form_times(page, wall_text(arena, known->start),
			   wall_text(arena, known->end));
	if (known->terms.service)
		session_form_add(page, "service",
				 number(page, known->terms.service));
	for (size_t i = 0; i < known->practitioner_count; i++)
		session_form_add(
			page, "practitioners",
			known->practitioners[i].login
				? known->practitioners[i].login
				: number(page, known->practitioners[i].id));
	for (size_t i = 0; i < known->client_count; i++)
		session_form_add(page, "clients",
				 known->clients[i].code
					 ? known->clients[i].code
					 : number(page, known->clients[i].id));
	session_form_add(page, "place", known->terms.place);
	session_form_add(page, "public_note", known->terms.public_note);
	session_form_add(page, "private_note", known->terms.private_note);
	session_form_add(page, "tzid", known->tzid);
	session_form_add(page, "scope", "this");
	session_form_add(page, "revision", number(page, known->revision));
	return session_people_read(page);
}

static void put_scope(struct page *page, const struct session_known *known)
{
	static const struct choice scopes[] = {
		{ "this", "This one", NULL, false },
		{ "following", "This and following", NULL, false },
		{ "all", "All", NULL, false },
	};

	if (!known->schedule)
		return;
	field_radios(page,
		     &(struct field_show){
			     .name = "scope",
			     .label = "Change which of its schedule?",
			     .value = "this",
			     .hint = "Saved sessions stay as they are." },
		     scopes, ARRAY_SIZE(scopes));
}

/* Practitioners say the service and who takes part of drafts alone (R4). */
static bool is_whole(const struct page *page, const struct session_known *known)
{
	return page_is_office(page) || !known->client_count;
}

static enum err put_form(struct page *page, const struct session_known *known)
{
	const char *url = session_part_url(page, known);
	enum err err;

	session_form_now(page);
	card_begin(page, NULL, NULL);
	form_begin(page, NULL, "form session-form");
	session_form_put_revision(page, number(page, known->revision));
	field_hidden(page, "tzid", known->tzid);
	err = session_form_put(page, is_whole(page, known));
	put_scope(page, known);
	form_buttons(page, "Save changes", url);
	form_end(page);
	card_end(page);
	return err;
}

/* In place of a form. */
static void put_saved(struct page *page, const struct session_known *known)
{
	part_empty(page,
		   session_part_is_removed(known)
			   ? "The session is removed."
			   : "The session is saved: it can be changed or "
			     "removed after re-opening.",
		   session_part_url(page, known), "To the session");
}

static enum err put_edit(struct page *page, const struct session_known *known)
{
	const char *url = session_part_url(page, known);

	page_crumb(page, "/sessions", "Sessions");
	page_crumb(page, url,
		   known->service_name ? known->service_name : "Session");
	page->lead = show_when(page, known->start, known->end);
	if (session_meanwhile_is(page)) {
		enum err err = session_meanwhile_put(page, known,
						     is_whole(page, known));

		if (err)
			return err;
	}
	if (!known->saved && !session_part_is_removed(known))
		return put_form(page, known);
	put_saved(page, known);
	return OK;
}

static enum err show_edit(struct page *page)
{
	struct session_known known;
	enum err err = load(page, &known);

	if (!err && !page->form.count)
		err = fill(page, &known);
	return err ? err : put_edit(page, &known);
}

static enum err show_again(struct page *page)
{
	struct session_known known;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = load(page, &known);
	if (!err)
		err = put_edit(page, &known);
	store_reader_end(page->reader);
	return err;
}

static enum err take_edit(struct page *page)
{
	struct session_known known;
	enum err err = load_first(page, &known);

	if (err)
		return err;
	if (form_value(&page->form, "add"))
		return show_again(page);
	err = page_send_form(page, "PATCH", api_url(page, &known),
			     is_whole(page, &known) ? LISTS : NULL);
	if (err) {
		session_form_name_date(page);
		return session_meanwhile_judge(page, known.id, err);
	}
	page_flash(page, "The session is changed.");
	page_go(page, session_part_url(page, &known));
	return OK;
}

static enum err show_remove(struct page *page)
{
	struct session_known known;
	enum err err = load(page, &known);

	if (err)
		return err;
	page_crumb(page, "/sessions", "Sessions");
	page_crumb(page, session_part_url(page, &known),
		   known.service_name ? known.service_name : "Session");
	page->lead = show_when(page, known.start, known.end);
	if (known.saved || session_part_is_removed(&known)) {
		put_saved(page, &known);
		return OK;
	}
	card_begin(page, NULL, NULL);
	html_add(&page->html, "<p>%s</p>\n",
		 page->refused ? page->failure.message
		 : page_is_office(page) || known.status == SESSION_DRAFT
			 ? "It is taken out of every calendar. What happened "
			   "to it stays in its history."
			 : "It becomes canceled, without a charge.");
	form_begin(page, NULL, NULL);
	form_buttons_bad(page, "Remove", session_part_url(page, &known));
	form_end(page);
	card_end(page);
	return OK;
}

static void restore_add(struct page *page, const struct session_known *after)
{
	json_t *body = json_new(page->op->arena);

	json_put_integer(body, "revision", after->revision);
	page_undo_add(page, "POST",
		      arena_printf(page->op->arena, "%s/restore",
				   api_url(page, after)),
		      body);
}

/* What the office removes is put back; what practitioners remove is canceled,
 * and opened again. */
static enum err undo_add(struct page *page, const struct session_known *before)
{
	struct session_known after;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = session_part_load(page, before->id, &after);
	store_reader_end(page->reader);
	if (err == ERR_NOT_FOUND) {
		operation_recover(page->op);
		return OK;
	}
	if (!err && after.saved)
		session_undo_add(page, before, &after);
	else if (!err && page_is_office(page))
		restore_add(page, &after);
	return err;
}

static enum err take_remove(struct page *page)
{
	struct session_known known;
	enum err err = load_first(page, &known);

	if (!err)
		err = page_send(page, "DELETE", api_url(page, &known), NULL);
	if (!err)
		err = undo_add(page, &known);
	if (err)
		return err;
	page_flash(page, "The session of %s is removed.",
		   show_when(page, known.start, known.end));
	page_go(page, "/sessions");
	return OK;
}

static const struct page_row rows[] = {
	{ "/sessions/{id}/edit", ROLES_TEAM, "Edit session", show_edit,
	  take_edit, 0, "/sessions" },
	{ "/sessions/{id}/remove", ROLES_TEAM, "Remove session", show_remove,
	  take_remove, 0, "/sessions" },
};

const struct page_table pages_session_edit = { rows, ARRAY_SIZE(rows) };
