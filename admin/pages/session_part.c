#include "admin/pages/session_part.h"

#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "store/completion_type.h"

#define NAMES_SHOWN 3

bool session_part_is_removed(const struct session_known *known)
{
	return known->removed_at.s != INSTANT_MIN.s &&
	       known->removed_at.s != INSTANT_MAX.s;
}

/* Removed ones are the office's to know. */
static bool is_known(struct page *page, const struct session_known *all,
		     struct session_known *known)
{
	return session_known_to(page->op->arena, all, &page->op->actor,
				known) &&
	       (page_is_office(page) || !session_part_is_removed(all));
}

enum err session_part_load(struct page *page, int64_t id,
			   struct session_known *known)
{
	struct session_known all;
	enum err err = session_known_load(page->reader, id, &all);

	if (err)
		return err;
	if (!is_known(page, &all, known))
		return fail(page->op, ERR_NOT_FOUND, "There is no session.");
	return OK;
}

enum err session_part_of_path(struct page *page, struct session_known *known,
			      struct session *session)
{
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = session_part_load(page, id, known);
	return err ? err : store_session_find(page->reader, id, session);
}

enum err session_part_read(struct page *page, int64_t id,
			   struct session_known *known)
{
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = session_part_load(page, id, known);
	store_reader_end(page->reader);
	return err;
}

enum err session_part_list(struct page *page, const struct session *sessions,
			   size_t size, struct session_known **list,
			   size_t *count)
{
	struct session_known *all;
	size_t used = 0;
	enum err err = session_known_list(page->reader, sessions, size, &all);

	if (err)
		return err;
	for (size_t i = 0; i < size; i++) {
		struct session_known known;

		if (is_known(page, &all[i], &known))
			all[used++] = known;
	}
	*list = all;
	*count = used;
	return OK;
}

enum err session_part_list_ids(struct page *page, const struct ids *ids,
			       struct session_known **list, size_t *count)
{
	struct session *sessions;
	size_t size;
	enum err err =
		store_session_find_all(page->reader, ids, &sessions, &size);

	return err ? err : session_part_list(page, sessions, size, list, count);
}

const char *session_part_client(struct page *page,
				const struct session_known *known, size_t index)
{
	const struct known_client *client = &known->clients[index];

	if (known->see == SEE_OFFICE && client->name)
		return client->name;
	if (!client->name)
		return client->code;
	return arena_printf(page->op->arena, "%s %s",
			    client->code ? client->code : "", client->name);
}

const char *session_part_clients(struct page *page,
				 const struct session_known *known)
{
	size_t shown = known->client_count;
	struct buf buf;

	if (known->see == SEE_CLIENT)
		return known->service_name ? known->service_name : "Session";
	if (!known->client_count)
		return "No client yet";
	if (shown > NAMES_SHOWN)
		shown = NAMES_SHOWN - 1;
	buf_init(&buf, page->op->arena);
	for (size_t i = 0; i < shown; i++)
		buf_listed(&buf, session_part_client(page, known, i));
	buf_more(&buf, known->client_count - shown);
	return buf.at;
}

/* "Maria Santos" as "Maria S.". */
static const char *short_name(struct arena *arena, const char *name)
{
	struct slice rest = slice_of(name);
	const char *first = slice_dup(arena, slice_cut(&rest, ' '));
	struct slice last = { NULL, 0 };
	size_t letter = 1;

	while (rest.at)
		last = slice_cut(&rest, ' ');
	if (!last.len)
		return first;
	while (letter < last.len &&
	       ((unsigned char)last.at[letter] & 0xc0) == 0x80)
		letter++; /* the rest of its first character */
	last.len = letter;
	return arena_printf(arena, "%s %s.", first, slice_dup(arena, last));
}

const char *session_part_practitioners(struct page *page,
				       const struct session_known *known)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	for (size_t i = 0; i < known->practitioner_count; i++)
		buf_listed(&buf, short_name(page->op->arena,
					    known->practitioners[i].name));
	return buf.len ? buf.at : "";
}

const char *session_part_url(struct page *page,
			     const struct session_known *known)
{
	return url_of(page->op->arena, "/sessions/%lld", (long long)known->id);
}

bool session_part_may_save(const struct page *page,
			   const struct session_known *known)
{
	if (known->status != SESSION_OPEN || known->see == SEE_CLIENT)
		return false;
	return page_is_office(page) || (page->op->actor.may & MAY_COMPLETE);
}

bool session_part_is_to_save(const struct page *page,
			     const struct session_known *known)
{
	return str_equal(part_status_word(page, known), "To save");
}

bool session_part_charge(const struct session_known *known,
			 struct money *charge)
{
	struct money sum = { 0 };
	bool any = false;

	for (size_t i = 0; i < known->client_count; i++) {
		if (!known->clients[i].has_charge)
			continue;
		any = true;
		sum = money_add(sum, known->clients[i].charge);
	}
	if (any)
		*charge = sum;
	return any;
}

bool session_part_wage(const struct session_known *known, struct money *wage)
{
	struct money sum = { 0 };
	bool any = false;

	for (size_t i = 0; i < known->practitioner_count; i++) {
		if (!known->practitioners[i].has_wage)
			continue;
		any = true;
		sum = money_add(sum, known->practitioners[i].wage);
	}
	if (any)
		*wage = sum;
	return any;
}

enum err session_part_types(struct page *page, struct completion_type **types,
			    size_t *count)
{
	struct completion_type *list;
	size_t all, used = 0;
	enum err err = store_type_list(page->reader, &list, &all);

	if (err)
		return err;
	for (size_t i = 0; i < all; i++)
		if (list[i].enabled && !list[i].archived)
			list[used++] = list[i];
	*types = list;
	*count = used;
	return OK;
}

bool session_part_may_add(const struct page *page)
{
	return page_is_office(page) || (page_is(page, ROLE_PRACTITIONER) &&
					(page->op->actor.may & MAY_CREATE));
}

void session_part_add(struct page *page, const struct day *day)
{
	struct arena *arena = page->op->arena;
	const char *date =
		day ? url_of(arena, "date=%s", day_text(arena, *day)) : "";

	if (!session_part_may_add(page))
		return;
	html_add(&page->commands, "<span class=\"split\">");
	part_button(
		&page->commands,
		arena_printf(arena, "/sessions/new%s%s", day ? "?" : "", date),
		"Add session", "plus", "shout");
	html_add(&page->commands,
		 "<details><summary aria-label=\"More ways to add\">");
	icon_put(&page->commands, "down");
	html_add(&page->commands,
		 "</summary><div class=\"drop\"><ul><li>"
		 "<a href=\"/sessions/new?repeat=weekly%s%s\">Create "
		 "Recurring Sessions</a></li></ul></div></details></span>",
		 day ? "&" : "", date);
}

bool session_part_may_bulk(const struct page *page)
{
	return page_is_office(page) || (page_is(page, ROLE_PRACTITIONER) &&
					(page->op->actor.may & MAY_COMPLETE));
}

enum err session_part_bulk(struct page *page, size_t total)
{
	struct html *html = &page->html;
	struct completion_type *types;
	size_t count;
	enum err err = session_part_types(page, &types, &count);

	if (err)
		return err;
	html_add(html,
		 "<div class=\"bulk\"><p data-ticked aria-live=\"polite\"></p>"
		 "<label class=\"radio\"><input type=\"checkbox\" name=\"all\""
		 " value=\"1\"> <span>All %s</span></label>"
		 "<label class=\"unseen\" for=\"bulk-type\">What happened?"
		 "</label><select id=\"bulk-type\" name=\"type\">"
		 "<option value=\"\">What happened?</option>",
		 show_count(page, (int64_t)total));
	for (size_t i = 0; i < count; i++)
		html_add(
			html, "<option value=\"%s\">%s</option>", types[i].slug,
			str_equal(types[i].slug, "completed") ? "Save"
							      : types[i].label);
	html_add(html, "<option value=\"open\">Open</option></select>"
		       "<button data-submit-bulk>Submit</button>"
		       "<p class=\"hint\" data-reason></p></div>\n");
	return OK;
}
