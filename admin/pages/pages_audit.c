#include "admin/pages/pages_audit.h"

#include "admin/pages/audit_words.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/settings.h"
#include "admin/pages/show.h"
#include "practice/people/program.h"
#include "practice/wall_time.h"
#include "store/audit.h"

#include <string.h>

#define ADDRESS "/settings/audit"
#define CSV_ROWS 1000 /* read at a time */
#define SHOWN_FIELDS 3

/* Kinds of objects: their word for people, and where one stands. */
static const struct kind {
	const char *word, *name;
	const char *url; /* the id stands behind it; NULL: nowhere */
} kinds[] = {
	{ "session", "Session", "/sessions" },
	{ "schedule", "Schedule", "/schedules" },
	{ "person", "Person", NULL },
	{ "closure", "Closure", "/closures" },
	{ "service", "Service", "/services" },
	{ "type", "Completion type", NULL },
	{ "invoice", "Invoice", "/invoices" },
	{ "payment", "Payment", NULL },
	{ "payroll", "Payroll run", "/payroll" },
	{ "run", "Cancellation", "/cancellations" },
	{ "review", "Review item", NULL },
	{ "practice", "Practice", NULL },
};

struct log {
	struct audit_filter filter;
	struct person *people; /* all, to name them */
	size_t people_count;
};

static const struct person *person_of(const struct log *log, int64_t id)
{
	for (size_t i = 0; i < log->people_count; i++)
		if (log->people[i].id == id)
			return &log->people[i];
	return NULL;
}

static const struct person *person_named(const struct log *log,
					 const char *word)
{
	int64_t id = 0;

	if (!str_to_int64(word, &id))
		id = 0;
	for (size_t i = 0; i < log->people_count; i++) {
		const struct person *one = &log->people[i];

		if (one->id == id ||
		    (one->login && str_same(one->login, word)) ||
		    (one->code && str_same(one->code, word)))
			return one;
	}
	return NULL;
}

static const char *who(const struct log *log, int64_t id)
{
	const struct person *person = person_of(log, id);

	return person ? person->name : "The system";
}

/* "session" or "session:12"; a wrong one finds nothing. */
static void read_object(struct page *page, struct audit_filter *filter)
{
	struct slice rest = slice_of(page_query(page, "object"));
	struct slice word;

	if (!rest.at)
		return;
	word = slice_trim(slice_cut(&rest, ':'));
	filter->object_kind = slice_dup(page->op->arena, word);
	if (rest.at && !str_to_int64(rest.at, &filter->object))
		filter->object = -1;
}

static enum err read_log(struct page *page, struct log *log)
{
	struct day from = { INT32_MIN }, to = { INT32_MIN };
	bool fine = page_query_span(page, &from, &to);
	const char *word = page_query(page, "who");
	const struct person *person;
	enum err err = store_person_list(page->reader, 0, &log->people,
					 &log->people_count);

	if (err)
		return err;
	log->filter = (struct audit_filter){
		.action = page_query(page, "action"),
		.at = WHOLE_TIME,
	};
	read_object(page, &log->filter);
	if (from.n != INT32_MIN)
		log->filter.at.start =
			practice_days(&page->practice, from, from).start;
	if (to.n != INT32_MIN)
		log->filter.at.end = practice_days(&page->practice, to, to).end;
	person = word ? person_named(log, word) : NULL;
	if (word || !fine)
		log->filter.who = person && fine ? person->id : -1;
	return OK;
}

static void put_filters(struct page *page)
{
	struct html *html = &page->html;
	struct choice *deeds;
	size_t deed_count;

	audit_words_choices(page->op->arena, &deeds, &deed_count);
	part_filters(page, ADDRESS);
	field_span(page, page_query(page, "from"), page_query(page, "to"));
	field_text(page,
		   &(struct field_show){ .name = "who",
					 .label = "Who",
					 .placeholder = "login or code",
					 .value = page_query(page, "who") });
	field_text(page,
		   &(struct field_show){ .name = "object",
					 .label = "Object",
					 .list = "kinds",
					 .placeholder = "session:12",
					 .value = page_query(page, "object") });
	field_select(
		page,
		&(struct field_show){ .name = "action",
				      .label = "Action",
				      .value = page_query(page, "action") },
		deeds, deed_count);
	html_add(html, "<button class=\"second\">Filter</button>"
		       "<datalist id=\"kinds\">");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		html_add(html, "<option value=\"%s\">%s</option>",
			 kinds[i].word, kinds[i].name);
	html_add(html, "</datalist></form>\n");
}

static const struct kind *kind_of(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (str_equal(kinds[i].word, word))
			return &kinds[i];
	return NULL;
}

/* Where clients and others have their page. */
static const char *person_url(struct page *page, const struct person *person)
{
	struct arena *arena = page->op->arena;

	if (person->code)
		return url_of(arena, "/clients/%s", person->code);
	if (person->roles & ROLE_PRACTITIONER)
		return url_of(arena, "/practitioners/%lld",
			      (long long)person->id);
	if (page_has_grant(page, GRANT_LOGINS))
		return url_of(arena, "/settings/people/%lld",
			      (long long)person->id);
	return NULL;
}

static const char *object_url(struct page *page, const struct log *log,
			      const struct audit *audit)
{
	const struct kind *kind = kind_of(audit->object_kind);
	const struct person *person;

	if (kind && kind->url)
		return arena_printf(page->op->arena, "%s/%lld", kind->url,
				    (long long)audit->object);
	person = kind && str_equal(kind->word, "person")
			 ? person_of(log, audit->object)
			 : NULL;
	return person ? person_url(page, person) : NULL;
}

static const char *object_text(struct page *page, const struct log *log,
			       const struct audit *audit)
{
	const struct kind *kind = kind_of(audit->object_kind);

	if (!kind)
		return arena_printf(page->op->arena, "%s %lld",
				    audit->object_kind,
				    (long long)audit->object);
	if (str_equal(kind->word, "person"))
		return who(log, audit->object);
	if (str_equal(kind->word, "practice"))
		return kind->name;
	return arena_printf(page->op->arena, "%s %lld", kind->name,
			    (long long)audit->object);
}

static const char *value_text(struct page *page, const json_t *value);

/* "create, edit"; "id 17 code C053, id 22 code C058". */
static const char *values_text(struct page *page, const json_t *values)
{
	const char *between = json_is_array(values) ? ", " : " ";
	struct buf text;
	const char *name;
	json_t *value;
	size_t at;

	buf_init(&text, page->op->arena);
	json_array_foreach (values, at, value) {
		buf_printf(&text, "%s%s", at ? between : "",
			   value_text(page, value));
	}
	json_object_foreach ((json_t *)values, name, value) {
		buf_printf(&text, "%s%s %s", text.len ? between : "",
			   audit_words_field(page->op->arena, name),
			   value_text(page, value));
	}
	return text.len ? text.at : "none";
}

/* As people read it; how deep it goes is bounded where JSON is read. */
static const char *value_text(struct page *page, const json_t *value)
{
	if (json_is_null(value))
		return "none";
	if (json_is_boolean(value))
		return json_is_true(value) ? "yes" : "no";
	if (json_is_string(value))
		return show_text(page, json_string_value(value));
	if (json_is_array(value) || json_is_object(value))
		return values_text(page, value);
	return json_text(page->op->arena, value);
}

/* The members of one side that the other does not have alike. */
static json_t *differing(struct page *page, const char *text, const char *other)
{
	json_t *side = json_read(page->op->arena, text);
	const json_t *against = json_read(page->op->arena, other);
	json_t *found = json_new(page->op->arena);
	const char *name;
	json_t *value;

	json_object_foreach (side, name, value)
		if (!against ||
		    !json_equal(value, json_object_get(against, name)))
			json_put(found, name, value);
	return found;
}

/* A few are shown; many open at a click. */
static void put_side(struct page *page, struct grid *grid, const char *text,
		     const char *other)
{
	struct arena *arena = page->op->arena;
	json_t *side = differing(page, text, other);
	bool many = json_object_size(side) > SHOWN_FIELDS;
	const char *name;
	json_t *value;

	if (!grid_cell(grid, text))
		return;
	if (many)
		html_add(&page->html,
			 "<details class=\"more\"><summary>%zu fields"
			 "</summary>",
			 json_object_size(side));
	json_object_foreach (side, name, value) {
		html_add(&page->html,
			 "<p><span class=\"hint\">%s</span> %s</p>",
			 show_sentence(arena, audit_words_field(arena, name)),
			 value_text(page, value));
	}
	if (many)
		html_add(&page->html, "</details>");
	grid_cell_end(grid);
}

/* The device by the name that its person gave it, or the program. */
static const char *door_of(struct page *page, const struct audit *audit)
{
	struct arena *arena = page->op->arena;
	const char *channel = audit_words_channel(audit->channel);

	if (!audit->device)
		return channel;
	return arena_printf(
		arena, "%s · %s", channel,
		strchr(audit->device, '/')
			? practice_program_words(arena, audit->device)
			: audit->device);
}

static void put_row(struct page *page, struct grid *grid, const struct log *log,
		    const struct audit *audit)
{
	const char *url = object_url(page, log, audit);

	grid_row(grid, NULL);
	grid_text(grid, show_instant_short(page, audit->at));
	grid_text(grid, who(log, audit->who));
	grid_text(grid, show_sentence(page->op->arena,
				      audit_words_deed(audit->action)));
	if (url)
		grid_link(grid, url, object_text(page, log, audit));
	else
		grid_text(grid, object_text(page, log, audit));
	grid_text(grid, door_of(page, audit));
	put_side(page, grid, audit->before, audit->after);
	put_side(page, grid, audit->after, audit->before);
}

static enum err put_rows(struct page *page, struct grid *grid,
			 const struct log *log, size_t skip, size_t limit,
			 size_t *count)
{
	struct audit *list;
	enum err err = store_audit_search(page->reader, &log->filter, skip,
					  limit, &list, count);

	for (size_t i = 0; !err && i < *count; i++)
		put_row(page, grid, log, &list[i]);
	return err;
}

static enum err put_all(struct page *page, struct grid *grid,
			const struct log *log)
{
	size_t skip = 0, count;
	enum err err;

	do {
		err = put_rows(page, grid, log, skip, CSV_ROWS, &count);
		skip += CSV_ROWS;
	} while (!err && count == CSV_ROWS);
	return err;
}

static enum err show_audit(struct page *page)
{
	static const struct column columns[] = {
		{ "When", COLUMN_WHEN },   { "Who", COLUMN_MAIN },
		{ "Action", COLUMN_TEXT }, { "Object", COLUMN_TEXT },
		{ "By", COLUMN_TEXT },     { "Before", COLUMN_TEXT },
		{ "After", COLUMN_TEXT },
	};
	size_t count = 0;
	int64_t total = 0;
	struct grid grid;
	struct log log;
	enum err err = read_log(page, &log);

	if (!err)
		err = store_audit_count(page->reader, &log.filter, &total);
	if (err)
		return err;
	part_commands(page, true);
	settings_begin(page);
	put_filters(page);
	card_begin(page, NULL, NULL);
	grid_begin(&grid, page, "Audit", columns, ARRAY_SIZE(columns));
	if (grid_wants_csv(page))
		err = put_all(page, &grid, &log);
	else
		err = put_rows(page, &grid, &log, page_number(page) * PAGE_SIZE,
			       PAGE_SIZE, &count);
	grid_end(&grid);
	if (!total)
		part_empty(page, "Nothing like that was done.", NULL, NULL);
	card_end(page);
	part_pages(page, count, (size_t)total);
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Account Settings", show_audit, NULL, 0,
	  NULL },
};

const struct page_table pages_audit = { rows, ARRAY_SIZE(rows) };
