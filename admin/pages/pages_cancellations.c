#include "admin/pages/pages_cancellations.h"

#include "admin/pages/call.h"
#include "admin/pages/cancellation_rows.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "practice/notice/run_known.h"
#include "practice/wall_time.h"

#include <string.h>

#define ADDRESS "/cancellations"
#define RUNS_SHOWN 5

/* What the form says, or the address: a closure leads here with its dates. */
struct asked {
	const struct form *form;
	bool range, hours;
	const char *from, *to; /* to: NULL for a single date */
	struct person *team;
	size_t team_count;
	bool *ticked; /* of the team */
	size_t ticked_count;
};

static bool is_ticked(const struct form *form, const struct person *person,
		      struct arena *arena)
{
	const char *id = arena_printf(arena, "%lld", (long long)person->id);

	return form_has(form, "practitioners", id) ||
	       (person->login &&
		form_has(form, "practitioners", person->login));
}

static enum err read_team(struct page *page, struct asked *asked)
{
	struct person *list;
	size_t count;
	enum err err = store_person_list(page->reader, ROLE_PRACTITIONER, &list,
					 &count);

	if (err)
		return err;
	asked->team = list;
	asked->ticked =
		arena_array(page->op->arena, count + 1, sizeof(*asked->ticked));
	for (size_t i = 0; i < count; i++) {
		if (!list[i].active)
			continue;
		asked->ticked[asked->team_count] =
			is_ticked(asked->form, &list[i], page->op->arena);
		asked->ticked_count += asked->ticked[asked->team_count];
		list[asked->team_count++] = list[i];
	}
	return OK;
}

static const char *value_of(const struct form *form, const char *name)
{
	const char *value = form_value(form, name);

	return str_empty(value) ? NULL : value;
}

/* Which of the two ways to say when holds: the one that was picked, else the
 * one whose fields are there. */
static void read_when(struct page *page, struct asked *asked)
{
	const struct form *form = asked->form;
	const char *when = value_of(form, "when");
	const char *date = value_of(form, "date");

	asked->from = value_of(form, "from");
	asked->to = value_of(form, "to");
	asked->hours = (asked->from && strchr(asked->from, 'T')) ||
		       (asked->to && strchr(asked->to, 'T'));
	asked->range = when ? str_equal(when, "range") : !date && asked->from;
	if (asked->range)
		return;
	asked->hours = false;
	asked->from = date ? date : day_text(page->op->arena, page_today(page));
	asked->to = NULL;
}

static enum err read_asked(struct page *page, struct asked *asked)
{
	const char *query = page->door->request->query;
	struct form *form = &page->form;
	enum err err = OK;

	*asked = (struct asked){ .form = form };
	if (!form->count) {
		form = arena_array(page->op->arena, 1, sizeof(*form));
		err = form_read(page->op, slice_of(query ? query : ""), form);
		asked->form = form;
	}
	if (!err)
		err = read_team(page, asked);
	if (!err)
		read_when(page, asked);
	return err;
}

/* Of a plan of thousands a page is shown; it is counted and hashed whole. */
struct shown {
	struct plan plan;
	struct plan_known known; /* of the page */
	size_t first;
};

static enum err make_plan(struct page *page, const struct asked *asked,
			  struct shown *shown)
{
	struct plan_ask ask = { .from = asked->from, .to = asked->to };
	int64_t *ids = arena_array(page->op->arena, asked->team_count + 1,
				   sizeof(*ids));
	struct plan part;
	enum err err;

	for (size_t i = 0; i < asked->team_count; i++)
		if (asked->ticked[i])
			ids[ask.practitioners.count++] = asked->team[i].id;
	ask.practitioners.at = ids;
	err = practice_plan(page->reader, &ask, &shown->plan);
	if (err)
		return err;
	part = shown->plan;
	if (!grid_wants_csv(page)) {
		shown->first = page_number(page) * PAGE_SIZE;
		if (shown->first >= part.count)
			shown->first = 0; /* there are fewer than there were */
		if (shown->first > 0)
			part.list += shown->first;
		part.count -= shown->first;
		if (part.count > PAGE_SIZE)
			part.count = PAGE_SIZE;
	}
	return practice_plan_known(page->reader, &part, &shown->known);
}

static size_t clients_of(const struct plan *plan)
{
	size_t clients = 0;

	for (size_t i = 0; i < plan->count; i++)
		clients += (size_t)plan->list[i].clients;
	return clients;
}

/* The page with an address that asks for the same, with all that is typed. */
static const char *address_of(struct page *page, const struct asked *asked,
			      const struct form *form)
{
	static const char *const others[] = { "practitioners", "notify",
					      "cancel", "message" };
	struct arena *arena = page->op->arena;
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf,
		 asked->range
			 ? url_of(arena, ADDRESS "?when=range&from=%s&to=%s",
				  asked->from ? asked->from : "",
				  asked->to ? asked->to : "")
			 : url_of(arena, ADDRESS "?date=%s", asked->from));
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		for (size_t k = 0; k < form->count; k++)
			if (str_equal(form->at[k].name, others[i]) &&
			    !str_empty(form->at[k].value))
				buf_puts(&buf,
					 url_of(arena, "&%s=%s", others[i],
						form->at[k].value));
	return buf.at;
}

static void put_turn(struct page *page, const struct asked *asked,
		     const char *text, size_t number)
{
	html_add(&page->html,
		 "<a class=\"button second\" href=\"%s&page=%zu\" "
		 "hx-post=\"" ADDRESS "/preview?page=%zu\" "
		 "hx-include=\"#cancellation\" hx-target=\"#affected\" "
		 "hx-swap=\"outerHTML\">%s</a>",
		 address_of(page, asked, asked->form), number, number, text);
}

static void put_pages(struct page *page, const struct asked *asked,
		      const struct shown *shown)
{
	size_t number = shown->first / PAGE_SIZE + 1;
	size_t last = shown->first + shown->known.count;
	struct html *html = &page->html;

	if (shown->known.count == shown->plan.count)
		return;
	html_add(html,
		 "<nav class=\"pages\" aria-label=\"Pages\"><p>%s–%s of %s"
		 "</p>",
		 show_count(page, (int64_t)shown->first + 1),
		 show_count(page, (int64_t)last),
		 show_count(page, (int64_t)shown->plan.count));
	if (number > 1)
		put_turn(page, asked, "Earlier", number - 1);
	if (last < shown->plan.count)
		put_turn(page, asked, "Later", number + 1);
	html_add(html, "</nav>\n");
}

static void put_list(struct page *page, const struct asked *asked,
		     const struct shown *shown)
{
	static const struct column columns[] = {
		{ "When", COLUMN_MAIN },
		{ "Client", COLUMN_TEXT },
		{ "Practitioner", COLUMN_TEXT },
		{ "Told by", COLUMN_TEXT },
	};
	struct grid grid;

	if (!shown->plan.count && !grid_wants_csv(page)) {
		part_empty(page,
			   "No open session is in these days. Sessions that "
			   "are saved already are left alone.",
			   NULL, NULL);
		return;
	}
	grid_begin(&grid, page, "Sessions that it concerns", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; i < shown->known.count; i++)
		cancellation_rows_put(page, &grid, &shown->known.items[i]);
	grid_end(&grid);
	put_pages(page, asked, shown);
	html_add(&page->html,
		 "<p class=\"card-foot hint\">The list follows the form. If it "
		 "changes before you press the button, you see the new list "
		 "first.</p>\n");
}

/* The part that follows the form: the list, and the hash that goes along. */
static enum err put_affected(struct page *page, const struct asked *asked,
			     size_t *count)
{
	struct html *html = &page->html;
	struct shown shown = { .plan = { .hash = "" } };
	const struct plan *plan = &shown.plan;
	enum err err = make_plan(page, asked, &shown);

	*count = err ? 0 : plan->count;
	html_add(html,
		 "<section class=\"card\" id=\"affected\" "
		 "data-count=\"%zu\"><div class=\"card-head\">"
		 "<h2 aria-live=\"polite\">",
		 *count);
	if (err == ERR_INVALID)
		html_add(html,
			 "No list yet</h2></div>\n<p class=\"wrong\">%s</p>",
			 page->op->failure.message);
	if (err) {
		operation_recover(page->op);
		html_add(html, "</section>\n");
		return err == ERR_INVALID ? OK : err;
	}
	html_add(
		html, "%s, %s</h2></div>\n",
		show_counted(page, (int64_t)plan->count, "session", "sessions"),
		show_counted(page, (int64_t)clients_of(plan), "client",
			     "clients"));
	html_add(html,
		 "<input type=\"hidden\" name=\"hash\" value=\"%s\" "
		 "form=\"cancellation\">",
		 plan->hash);
	put_list(page, asked, &shown);
	card_end(page);
	return OK;
}

static void put_when(struct page *page, const struct asked *asked)
{
	static const struct choice ways[] = {
		{ "date", "A single date", NULL, false },
		{ "range", "A range of dates", NULL, false },
	};
	const char *type = asked->hours ? "datetime-local" : "date";

	field_radios(page,
		     &(struct field_show){ .name = "when",
					   .label = "When",
					   .value = asked->range ? "range"
								 : "date" },
		     ways, ARRAY_SIZE(ways));
	html_add(&page->html, "<div data-when=\"date\">");
	field_text(page, &(struct field_show){
				 .name = "date",
				 .label = "Date",
				 .type = "date",
				 .value = asked->range ? NULL : asked->from });
	html_add(&page->html, "</div><div class=\"group\" "
			      "data-when=\"range\">");
	field_text(page, &(struct field_show){
				 .name = "from",
				 .label = "From",
				 .type = type,
				 .value = asked->range ? asked->from : NULL });
	field_text(page, &(struct field_show){ .name = "to",
					       .label = "To",
					       .type = type,
					       .value = asked->range ? asked->to
								     : NULL });
	html_add(&page->html, "</div>\n");
}

static void put_team(struct page *page, const struct asked *asked)
{
	html_add(&page->html,
		 "<fieldset><legend>Practitioners</legend>"
		 "<p class=\"hint\">None ticked: all of them.</p>");
	for (size_t i = 0; i < asked->team_count; i++) {
		const struct person *person = &asked->team[i];

		html_add(&page->html,
			 "<label class=\"radio\"><input type=\"checkbox\" "
			 "name=\"practitioners\" value=\"%s\"%s> "
			 "<span class=\"dot %s\"></span> <span>%s</span>"
			 "</label>\n",
			 person->login ? person->login
				       : arena_printf(page->op->arena, "%lld",
						      (long long)person->id),
			 asked->ticked[i] ? " checked" : "",
			 part_colour(page, person->id), person->name);
	}
	html_add(&page->html, "</fieldset>\n");
}

static void put_deeds(struct page *page, const struct asked *asked,
		      size_t count)
{
	const struct form *form = asked->form;

	html_add(&page->html, "<fieldset><legend>What to do</legend>");
	field_box(page,
		  &(struct field_show){ .name = "notify",
					.label = "Notify the clients",
					.value = value_of(form, "notify") });
	field_box(page, &(struct field_show){
				.name = "cancel",
				.label = "Cancel the sessions",
				.value = value_of(form, "cancel"),
				.hint = "Saved as canceled: no charge, no "
					"wage." });
	html_add(&page->html, "</fieldset>\n");
	field_text(page, &(struct field_show){
				 .name = "message",
				 .label = "Message",
				 .value = value_of(form, "message"),
				 .rows = 3,
				 .hint = "Optional. Goes with first name, "
					 "date, time and our phone. No "
					 "service, no money." });
	html_add(&page->html,
		 "<p class=\"buttons\"><button data-deed>Apply to %s</button> "
		 "<button class=\"second\" name=\"show\" value=\"1\" "
		 "data-scriptless>Show sessions</button></p>"
		 "<p class=\"hint\" data-why></p>\n",
		 show_counted(page, (int64_t)count, "session", "sessions"));
}

static void put_run(struct page *page, const struct run *run)
{
	html_add(&page->html,
		 "<li><div><p><a href=\"%s\">%s</a></p><p class=\"hint\">%s, "
		 "%s</p></div></li>\n",
		 url_of(page->op->arena, ADDRESS "/%lld", (long long)run->id),
		 show_asked(page, run->asked_from, run->asked_to),
		 show_instant(page, run->at),
		 run->cancel
			 ? run->notify ? "notified and canceled" : "canceled"
			 : "notified");
}

static enum err put_runs(struct page *page)
{
	struct run *runs;
	size_t count;
	enum err err =
		store_run_list(page->reader, 0, RUNS_SHOWN, &runs, &count);

	if (err || !count)
		return err;
	card_begin(page, "Earlier runs", NULL);
	html_add(&page->html, "<ul class=\"rows\">");
	for (size_t i = 0; i < count; i++)
		put_run(page, &runs[i]);
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return OK;
}

static enum err show_tool(struct page *page)
{
	struct html *html = &page->html;
	struct html left, whole;
	struct asked asked;
	size_t count;
	enum err err = read_asked(page, &asked);

	if (err)
		return err;
	page->lead = "For a holiday, illness or bad weather. Nothing happens "
		     "until you press the button.";
	/* The button at the left tells how many stand at the right. */
	whole = *html;
	html_init(html, page->op->arena);
	err = put_affected(page, &asked, &count);
	left = *html;
	*html = whole;
	if (err)
		return err;
	html_add(html, "<div class=\"columns form-left\"><div>");
	card_begin(page, NULL, NULL);
	html_add(html,
		 "<form method=\"post\" action=\"" ADDRESS
		 "\" id=\"cancellation\"><input type=\"hidden\" name=\"csrf\" "
		 "value=\"%s\"><span hx-post=\"" ADDRESS "/preview\" "
		 "hx-trigger=\"change from:closest form\" "
		 "hx-include=\"closest form\" hx-target=\"#affected\" "
		 "hx-swap=\"outerHTML\"></span>",
		 page->csrf);
	put_when(page, &asked);
	put_team(page, &asked);
	put_deeds(page, &asked, count);
	form_end(page);
	card_end(page);
	err = put_runs(page);
	html_add(html, "</div>\n");
	html_html(html, &left);
	html_add(html, "</div>\n");
	return err;
}

/* Where the form shows a single date, that is the field to mend. */
static void name_date(struct page *page)
{
	struct failure *failure = &page->op->failure;

	for (size_t i = 0; i < failure->field_count; i++)
		if (str_equal(failure->fields[i].field, "from"))
			failure->fields[i].field = "date";
}

/* The hash is no field that one fills in: it comes with the list, which is
 * shown beside the form that is refused. */
static void name_list(struct page *page)
{
	struct failure *failure = &page->op->failure;
	size_t kept = 0;

	for (size_t i = 0; i < failure->field_count; i++)
		if (!str_equal(failure->fields[i].field, "hash"))
			failure->fields[kept++] = failure->fields[i];
	if (kept == failure->field_count)
		return;
	failure->field_count = kept;
	if (!kept)
		(void)fail_field(page->op, "hash", "hash-missing",
				 "The sessions that it concerns were not shown "
				 "yet. Here they are.");
}

static json_t *asked_json(struct page *page, const struct asked *asked)
{
	json_t *body = json_new(page->op->arena);
	json_t *team = json_new_list(page->op->arena);

	for (size_t i = 0; i < page->form.count; i++)
		if (str_equal(page->form.at[i].name, "practitioners"))
			json_add_text(team, page->form.at[i].value);
	json_put_text(body, "from", asked->from ? asked->from : "");
	json_put_text(body, "to", asked->to);
	json_put(body, "practitioners", team);
	return body;
}

static enum err take_tool(struct page *page)
{
	const struct form *form = &page->form;
	const char *hash = form_value(form, "hash");
	struct asked asked = { .form = form };
	json_t *body;
	enum err err;

	read_when(page, &asked);
	if (form_value(form, "show")) {
		/* Without script the button shows the list. */
		page_go(page, address_of(page, &asked, form));
		return OK;
	}
	body = asked_json(page, &asked);
	json_put_text(body, "hash", hash ? hash : "");
	json_put_bool(body, "notify", form_has(form, "notify", "on"));
	json_put_bool(body, "cancel", form_has(form, "cancel", "on"));
	json_put_text(body, "message", value_of(form, "message"));
	err = page_send(page, "POST", "/api" ADDRESS, body);
	if (err && !asked.range)
		name_date(page);
	if (err) {
		name_list(page);
		return err;
	}
	page_flash(page, "%s",
		   form_has(form, "notify", "on")
			   ? "Done. Notices go out after a short delay; until "
			     "then they can be taken back."
			   : "Done. Nobody is told.");
	page_go(page,
		url_of(page->op->arena, ADDRESS "/%s",
		       json_string_value(json_object_get(page->answer, "id"))));
	return OK;
}

/* The list alone, for the page that shows it. */
static enum err take_preview(struct page *page)
{
	struct asked asked;
	size_t count;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = read_asked(page, &asked);
	if (!err)
		err = put_affected(page, &asked, &count);
	store_reader_end(page->reader);
	if (!err)
		page_part(page);
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Cancellations", show_tool, take_tool, 0,
	  NULL },
	{ ADDRESS "/preview", ROLES_OFFICE, "Cancellations", page_whole,
	  take_preview, 0, ADDRESS },
};

const struct page_table pages_cancellations = { rows, ARRAY_SIZE(rows) };
