#include "admin/pages/pages_save.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/guard.h"
#include "admin/pages/part.h"
#include "admin/pages/session_list.h"
#include "admin/pages/session_meanwhile.h"
#include "admin/pages/session_part.h"
#include "admin/pages/session_undo.h"
#include "admin/pages/show.h"
#include "practice/session/quote.h"
#include "store/completion_type.h"

#define CHUNK 500        /* sessions of one request */
#define FAILURES_TOLD 10 /* of many */

/* What this type would charge and pay, or NULL: it cannot be told. */
static const char *amounts_of(struct page *page, const struct session *session,
			      const char *type)
{
	struct quote quote;
	struct failure before = page->op->failure;
	enum err err = practice_quote(page->reader, session, type, &quote);

	page->op->failure = before;
	if (err)
		return NULL;
	if (!page_is_office(page))
		return show_money(page, quote.own);
	return arena_printf(page->op->arena, "%s / %s",
			    show_money(page, quote.charge),
			    show_money(page, quote.wage));
}

/* The ways to end, and what each of them costs. */
struct endings {
	struct choice *choices;
	const char **amounts;
	size_t count;
};

static void add_ending(struct endings *endings, const char *value,
		       const char *text, const char *hint, const char *amounts)
{
	endings->amounts[endings->count] = amounts;
	endings->choices[endings->count++] =
		(struct choice){ value, text, hint, false };
}

/* What a type is for. The three that are always there have no description
 * until somebody writes one. */
static const char *description_of(const struct completion_type *type)
{
	static const char *const plain[][2] = {
		{ "completed", "It took place." },
		{ "missed", "The client did not come." },
		{ "canceled", "It was called off." },
	};

	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		if (str_empty(type->description) &&
		    str_equal(type->slug, plain[i][0]))
			return plain[i][1];
	return type->description;
}

/* The choices: enabled types, Override… for the office, Open. */
static void list_endings(struct page *page, const struct session *session,
			 const struct completion_type *types, size_t count,
			 struct endings *endings)
{
	struct arena *arena = page->op->arena;

	*endings = (struct endings){
		.choices = arena_array(arena, count + 2,
				       sizeof(*endings->choices)),
		.amounts = arena_array(arena, count + 2,
				       sizeof(*endings->amounts)),
	};
	for (size_t i = 0; i < count; i++)
		add_ending(endings, types[i].slug,
			   str_equal(types[i].slug, "completed")
				   ? "Save (completed)"
				   : types[i].label,
			   description_of(&types[i]),
			   amounts_of(page, session, types[i].slug));
	if (page_is_office(page))
		add_ending(endings, "override", "Override…",
			   "Amounts of your own, with a reason.", NULL);
	add_ending(endings, "open", "Open",
		   "It counts in no balance and no wage.", NULL);
}

/* Before its start a session can only be canceled, but by the office (S25). */
static size_t keep_possible(const struct page *page,
			    const struct session_known *known,
			    struct completion_type *types, size_t count)
{
	size_t kept = 0;

	if (page_is_office(page) || known->start_utc.s <= page->op->now.s)
		return count;
	for (size_t i = 0; i < count; i++)
		if (types[i].map == MAP_CANCELED)
			types[kept++] = types[i];
	return kept;
}

/* Clients of a group may each end in another way. */
static void put_exceptions(struct page *page, const struct session_known *known,
			   const struct completion_type *types, size_t count)
{
	struct choice *choices =
		arena_array(page->op->arena, count + 1, sizeof(*choices));

	if (known->client_count < 2)
		return;
	choices[0] = (struct choice){ "", "As the session", NULL, false };
	for (size_t i = 0; i < count; i++)
		choices[i + 1] = (struct choice){ types[i].slug, types[i].label,
						  NULL, false };
	html_add(&page->html, "<fieldset><legend>Each client</legend>"
			      "<div class=\"group\">\n");
	for (size_t i = 0; i < known->client_count; i++) {
		const struct known_client *one = &known->clients[i];

		if (!one->code)
			continue;
		field_select(
			page,
			&(struct field_show){
				.name = arena_printf(page->op->arena,
						     "clients[%s]", one->code),
				.label = session_part_client(page, known, i) },
			choices, count + 1);
	}
	html_add(&page->html, "</div></fieldset>\n");
}

static void put_amount_field(struct page *page, const char *name,
			     const char *label)
{
	field_text(page, &(struct field_show){ .name = name,
					       .label = label,
					       .numeric = true });
}

/* What an override asks for. */
static void put_override(struct page *page, const struct session_known *known)
{
	struct arena *arena = page->op->arena;

	if (!page_is_office(page))
		return;
	html_add(&page->html,
		 "<details class=\"more\"><summary>Amounts of an override"
		 "</summary><div class=\"group\">\n");
	if (known->client_count == 1)
		put_amount_field(page, "charge", "Charge, before tax");
	for (size_t i = 0; i < known->client_count && known->client_count > 1;
	     i++)
		put_amount_field(page,
				 arena_printf(arena, "charges[%s]",
					      known->clients[i].code),
				 arena_printf(arena, "Charge of %s",
					      known->clients[i].name));
	if (known->practitioner_count == 1)
		put_amount_field(page, "wage", "Wage");
	for (size_t i = 0;
	     i < known->practitioner_count && known->practitioner_count > 1;
	     i++)
		put_amount_field(page,
				 arena_printf(arena, "wages[%s]",
					      known->practitioners[i].login),
				 arena_printf(arena, "Wage of %s",
					      known->practitioners[i].name));
	field_text(page,
		   &(struct field_show){ .name = "reason", .label = "Reason" });
	html_add(&page->html, "</div></details>\n");
}

/* Where one goes afterwards: also of a form that is shown again. */
static const char *back_from(struct page *page)
{
	const char *sent = form_value(&page->form, "to");

	return sent ? sent : page_query(page, "to");
}

/* Of a form that was refused because somebody was faster. */
static enum err put_meanwhile(struct page *page,
			      const struct session_known *known,
			      const struct completion_type *types, size_t count)
{
	const char *picked = form_value(&page->form, "type");

	if (!session_meanwhile_is(page))
		return OK;
	for (size_t i = 0; i < count; i++)
		if (str_equal(types[i].slug, picked))
			return session_meanwhile_ended(page, known,
						       types[i].label);
	return session_meanwhile_ended(
		page, known, str_equal(picked, "open") ? "Open" : "Override");
}

static enum err put_form(struct page *page, const struct session_known *known,
			 const struct session *session)
{
	struct completion_type *types;
	struct endings endings;
	size_t count;
	const char *url = session_part_url(page, known);
	const char *to = back_from(page);
	enum err err = session_part_types(page, &types, &count);

	if (!err)
		err = put_meanwhile(page, known, types, count);
	if (err)
		return err;
	count = keep_possible(page, known, types, count);
	list_endings(page, session, types, count, &endings);
	if (session_part_is_removed(known)) {
		part_empty(page, "The session is removed.", url,
			   "To the session");
		return OK;
	}
	card_begin(page, NULL, NULL);
	html_add(&page->html, "<p>Now: ");
	part_status(page, &page->html, known);
	html_add(&page->html, "</p>\n");
	form_begin(page, arena_printf(page->op->arena, "%s/completion", url),
		   NULL);
	field_hidden(page, "revision",
		     arena_printf(page->op->arena, "%lld",
				  (long long)known->revision));
	if (to)
		field_hidden(page, "to", to);
	field_radios(
		page,
		&(struct field_show){ .name = "type",
				      .label = "How did it end?",
				      .value = known->saved ? known->type : "",
				      .asides = endings.amounts,
				      .aside_label = page_is_office(page)
							     ? "Charge / wage"
							     : "Wage" },
		endings.choices, endings.count);
	put_exceptions(page, known, types, count);
	put_override(page, known);
	form_buttons(page, "Submit", url);
	form_end(page);
	card_end(page);
	return OK;
}

static enum err show_save(struct page *page)
{
	struct session_known known;
	struct session session;
	enum err err = session_part_of_path(page, &known, &session);

	if (err)
		return err;
	if (known.see == SEE_CLIENT ||
	    (!page_is_office(page) && !(page->op->actor.may & MAY_COMPLETE)))
		return fail(page->op, ERR_FORBIDDEN, "You may not save it.");
	page->lead = arena_printf(page->op->arena, "%s, %s",
				  session_part_clients(page, &known),
				  show_when(page, known.start, known.end));
	page_crumb(page, "/sessions", "Sessions");
	page_crumb(page, session_part_url(page, &known),
		   known.service_name ? known.service_name : "Session");
	return put_form(page, &known, &session);
}

/* What happened, in amounts that the viewer may know; in a list also whose
 * session it was. */
static void tell(struct page *page, const struct session_known *known,
		 bool listed)
{
	const char *who = session_part_clients(page, known);
	struct money charge = { 0 }, wage = { 0 };
	bool charged = session_part_charge(known, &charge);
	const char *amounts = "";

	(void)session_part_wage(known, &wage);
	if (!known->saved) {
		page_flash(page,
			   "%s%sRe-opened. It counts in no balance and no "
			   "wage until it is saved.",
			   listed ? who : "", listed ? ": " : "");
		return;
	}
	if (page_is_office(page) && charged)
		amounts = arena_printf(
			page->op->arena, " %s charged, %s to wages.",
			show_money(page, charge), show_money(page, wage));
	else if (!page_is_office(page))
		amounts = arena_printf(page->op->arena, " %s to your wages.",
				       show_money(page, wage));
	page_flash(page, "%s%sSaved as %s.%s", listed ? who : "",
		   listed ? ": " : "", known->label, amounts);
}

static enum err take_completion(struct page *page)
{
	const char *to = form_value(&page->form, "to");
	struct session_known before, after;
	const char *url;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = session_part_read(page, id, &before);
	if (err)
		return err;
	url = url_of(page->op->arena, "/api/sessions/%lld/completion",
		     (long long)id);
	err = page_send_form(page, "POST", url, NULL);
	if (err == ERR_NOT_FOUND)
		return session_meanwhile_judge(page, id, err);
	if (!err)
		err = session_part_read(page, id, &after);
	if (err)
		return err;
	tell(page, &after, guard_follows(to));
	session_undo_add(page, &before, &after);
	page_go(page, guard_follows(to) ? to : session_part_url(page, &after));
	return OK;
}

/* The sessions that the form means: those ticked, or all of the list that its
 * address asks for. */
static enum err bulk_ids(struct page *page, int64_t **ids, size_t *count)
{
	struct session_wish wish;
	struct session_known *list;
	size_t total, used = 0;
	enum err err;

	if (!form_value(&page->form, "all")) {
		*ids = arena_array(page->op->arena, page->form.count + 1,
				   sizeof(**ids));
		for (size_t i = 0; i < page->form.count; i++)
			if (str_equal(page->form.at[i].name, "ids") &&
			    str_to_int64(page->form.at[i].value, *ids + used))
				used++;
		*count = used;
		return OK;
	}
	err = store_reader_begin(page->reader, page->op);
	if (err)
		return err;
	err = session_wish_read(page, &wish);
	if (!err)
		err = session_wish_list(page, &wish, 0, 0, &list, count,
					&total);
	store_reader_end(page->reader);
	if (err)
		return err;
	*ids = arena_array(page->op->arena, *count + 1, sizeof(**ids));
	for (size_t i = 0; i < *count; i++)
		(*ids)[i] = list[i].id;
	return OK;
}

struct bulk {
	struct page *page;
	struct session_known *before; /* by place in ids; id 0: not known */
	const int64_t *ids;
	size_t count, done, failed;
	struct buf failures;
};

/* One answer of the route: what went well can be undone, the rest is told. */
static enum err bulk_answer(struct bulk *bulk, size_t at, const json_t *item)
{
	struct page *page = bulk->page;
	struct session_known after;
	const json_t *error = json_object_get(item, "error");
	const struct session_known *before = &bulk->before[at];
	enum err err;

	if (json_is_true(json_object_get(item, "ok"))) {
		bulk->done++;
		err = session_part_read(page, bulk->ids[at], &after);
		if (!err)
			session_undo_add(page, before, &after);
		return err;
	}
	if (bulk->failed++ >= FAILURES_TOLD)
		return OK;
	buf_printf(&bulk->failures, " %s: %s",
		   before->id ? arena_printf(page->op->arena, "%s, %s",
					     session_part_clients(page, before),
					     show_when(page, before->start,
						       before->end))
			      : "A session",
		   json_string_value(json_object_get(error, "message")));
	return OK;
}

static enum err bulk_send(struct bulk *bulk, size_t from, size_t to,
			  const char *type)
{
	struct page *page = bulk->page;
	json_t *body = json_new(page->op->arena);
	json_t *list = json_new_list(page->op->arena);
	json_t *item;
	size_t at;
	enum err err;

	for (size_t i = from; i < to; i++)
		json_add_id(list, bulk->ids[i]);
	json_put(body, "ids", list);
	json_put_text(body, "type", type);
	err = page_send(page, "POST", "/api/sessions/completions", body);
	if (err)
		return err;
	list = json_object_get(page->answer, "items");
	json_array_foreach (list, at, item) {
		err = bulk_answer(bulk, from + at, item);
		if (err)
			return err;
	}
	return OK;
}

static const char *back_of(struct page *page)
{
	const char *query = page->door->request->query;

	if (page_query(page, "open"))
		return "/open-sessions";
	return query ? arena_printf(page->op->arena, "/sessions?%s", query)
		     : "/sessions";
}

static enum err take_bulk(struct page *page)
{
	const char *type = form_value(&page->form, "type");
	struct bulk bulk = { .page = page };
	int64_t *ids = NULL;
	enum err err = bulk_ids(page, &ids, &bulk.count);

	if (err)
		return err;
	if (str_empty(type))
		return fail_field(page->op, "type", "type-missing",
				  "Pick what happened first.");
	if (!bulk.count)
		return fail_field(page->op, "ids", "ids-missing",
				  "Tick a session first.");
	bulk.ids = ids;
	buf_init(&bulk.failures, page->op->arena);
	bulk.before =
		arena_array(page->op->arena, bulk.count, sizeof(*bulk.before));
	for (size_t i = 0; i < bulk.count; i++)
		if (session_part_read(page, ids[i], &bulk.before[i]))
			operation_recover(page->op); /* the route says why */
	for (size_t i = 0; !err && i < bulk.count; i += CHUNK)
		err = bulk_send(&bulk, i,
				i + CHUNK < bulk.count ? i + CHUNK : bulk.count,
				type);
	if (err)
		return err;
	page_flash(
		page, "%s %s.%s%s",
		show_counted(page, (int64_t)bulk.done, "session", "sessions"),
		str_equal(type, "open") ? "re-opened" : "saved",
		bulk.failed ? arena_printf(page->op->arena,
					   " %zu could not be:", bulk.failed)
			    : "",
		bulk.failed ? bulk.failures.at : "");
	page_go(page, back_of(page));
	return OK;
}

static enum err show_bulk(struct page *page)
{
	if (!page->refused) {
		page_go(page, "/sessions");
		return OK;
	}
	part_button(&page->html, back_of(page), "Back to the list", NULL,
		    "second");
	return OK;
}

static const struct page_row rows[] = {
	{ "/sessions/{id}/save", ROLES_TEAM, "How did it end?", show_save,
	  take_completion, 0, "/sessions" },
	{ "/sessions/{id}/completion", ROLES_TEAM, "How did it end?", show_save,
	  take_completion, 0, "/sessions" },
	{ "/sessions/completions", ROLES_TEAM, "What happened?", show_bulk,
	  take_bulk, 0, "/sessions" },
};

const struct page_table pages_save = { rows, ARRAY_SIZE(rows) };
