#include "admin/pages/pages_devices.h"

#include "admin/pages/call.h"
#include "admin/pages/device_part.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/settings.h"
#include "admin/pages/show.h"
#include "practice/calendar/share_known.h"

#define OWN "/devices"
#define ALL "/settings/devices"

/* Who is a client and nothing else looks for links. */
static bool is_client_alone(const struct page *page)
{
	return !page_is(page, ROLES_TEAM);
}

/* A calendar of another: whose it is, and what one may say to it. */
static void put_share(struct page *page, const struct share_known *share)
{
	struct html *html = &page->html;
	const char *id =
		arena_printf(page->op->arena, "%lld", (long long)share->id);
	bool taken = share->state == SHARE_ACCEPTED;

	html_add(html,
		 "<li><div><p><strong>%s</strong></p><p class=\"hint\">%s, %s"
		 "</p></div>",
		 share->name, share->owner,
		 share->writes ? "to read and change" : "to read");
	if (taken)
		part_badge(html, "good", "check", "Accepted");
	else if (share->state == SHARE_DECLINED)
		part_badge(html, "mute", "cross", "Declined");
	if (!taken)
		part_post(page, OWN, "Accept", NULL, "accept", id);
	if (share->state != SHARE_DECLINED)
		part_post(page, OWN, "Decline", "second", "decline", id);
	html_add(html, "</li>\n");
}

/* For programs that cannot answer an invitation themselves. */
static enum err put_shares(struct page *page)
{
	struct share_known *list;
	size_t count;
	enum err err = practice_shares_known(page->reader, &list, &count);

	if (err || !count)
		return err;
	card_begin(page, "Shared with you",
		   "Calendars of others, beside your own");
	html_add(&page->html, "<ul class=\"rows\">");
	for (size_t i = 0; i < count; i++)
		put_share(page, &list[i]);
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return OK;
}

static enum err show_own(struct page *page)
{
	enum err err;

	page->lead = "The calendar programs that show your sessions. Each has "
		     "a password of its own, and can be revoked alone.";
	if (is_client_alone(page)) {
		page->title = "Calendar links";
		page->lead = "Your sessions in the calendar that you already "
			     "use.";
	}
	part_button(&page->commands, OWN "/connect", "Connect a device", "plus",
		    NULL);
	device_part_made(page);
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = device_part_lists(page, page->person.id, OWN);
	if (!err && !is_client_alone(page))
		err = put_shares(page);
	html_add(&page->html, "</div><div>");
	card_begin(page, "A new calendar link", NULL);
	form_begin(page, OWN, "form");
	device_part_feed_fields(page, NULL);
	form_end(page);
	card_end(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err take_share(struct page *page, const char *word)
{
	const char *id = form_value(&page->form, word);
	enum err err = page_send(
		page, "POST",
		url_of(page->op->arena, "/api/shares/%s/%s", id, word), NULL);

	if (err)
		return err;
	page_flash(page, str_equal(word, "accept")
				 ? "The calendar is in your calendar programs "
				   "with their next sync."
				 : "The calendar is not yours to see any more. "
				   "Its owner is told.");
	page_go(page, OWN);
	return OK;
}

static enum err take_own(struct page *page)
{
	if (form_value(&page->form, "accept"))
		return take_share(page, "accept");
	if (form_value(&page->form, "decline"))
		return take_share(page, "decline");
	return device_part_take(page, page->person.id, OWN);
}

struct owners {
	struct person *at;
	size_t count;
};

static const struct person *owner_of(const struct owners *owners, int64_t id)
{
	for (size_t i = 0; i < owners->count; i++)
		if (owners->at[i].id == id)
			return &owners->at[i];
	return NULL;
}

/* Sorts of the filter: whose name or login holds the text. */
static bool is_wanted(const struct owners *owners,
		      const struct device_known *known, const char *login)
{
	const struct person *person = owner_of(owners, known->device.person);

	return person && (!login || str_same(person->login, login) ||
			  str_same(person->code, login));
}

static void put_row(struct page *page, struct grid *grid,
		    const struct owners *owners,
		    const struct device_known *known)
{
	const struct device *device = &known->device;
	const struct person *person = owner_of(owners, device->person);
	const char *trouble = device_part_trouble(page, known);

	grid_row(grid, NULL);
	grid_link(grid,
		  url_of(page->op->arena, "/settings/people/%lld",
			 (long long)person->id),
		  person->name);
	grid_text(grid, device_part_label(known));
	grid_text(grid, device_part_kind(known));
	grid_text(grid, device_part_program(known));
	grid_text(grid, show_instant_short(page, device->last_used));
	grid_text(grid, show_instant_short(page, device->expires));
	if (grid_cell(grid, trouble ? trouble : "")) {
		if (trouble)
			part_badge(&page->html, "bad", "warn", trouble);
		grid_cell_end(grid);
	}
	if (grid_cell(grid, NULL)) {
		device_part_revoke(page, ALL, known);
		grid_cell_end(grid);
	}
}

static void put_filters(struct page *page)
{
	part_filters(page, ALL);
	field_text(page,
		   &(struct field_show){ .name = "who",
					 .label = "Login or code",
					 .value = page_query(page, "who") });
	html_add(&page->html,
		 "<button class=\"second\">Filter</button></form>\n");
}

static void put_table(struct page *page, const struct owners *owners,
		      const struct device_known *list, struct grid_part part)
{
	static const struct column columns[] = {
		{ "Person", COLUMN_MAIN },    { "Device", COLUMN_TEXT },
		{ "Kind", COLUMN_TEXT },      { "Program", COLUMN_TEXT },
		{ "Last used", COLUMN_WHEN }, { "Expires", COLUMN_DATED },
		{ "Trouble", COLUMN_TEXT },   { "Revoke", COLUMN_TOOLS },
	};
	struct grid grid;

	grid_begin(&grid, page, "Devices", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < part.count; i++)
		put_row(page, &grid, owners, &list[part.first + i]);
	grid_end(&grid);
}

static enum err read_all(struct page *page, struct owners *owners,
			 struct device_known **list, size_t *count)
{
	struct device *devices;
	enum err err =
		store_person_list(page->reader, 0, &owners->at, &owners->count);

	if (!err)
		err = store_device_list(page->reader, 0, 0, SIZE_MAX, &devices,
					count);
	if (!err)
		err = practice_devices_known(page->reader, 0, devices, *count,
					     list, count);
	return err;
}

static enum err show_all(struct page *page)
{
	const char *who = page_query(page, "who");
	size_t count = 0, total = 0;
	struct grid_part part;
	struct device_known *list;
	struct owners owners;
	enum err err = read_all(page, &owners, &list, &count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		if (is_wanted(&owners, &list[i], who))
			list[total++] = list[i];
	part = grid_part(page, total);
	part_commands(page, true);
	settings_begin(page);
	put_filters(page);
	card_begin(page, "Devices of everybody", NULL);
	if (total || grid_wants_csv(page))
		put_table(page, &owners, list, part);
	else
		part_empty(page,
			   "Nobody has connected a calendar program yet. "
			   "Everybody does that for themselves.",
			   OWN "/connect", "Connect a device");
	card_end(page);
	part_pages(page, part.count, total);
	return OK;
}

static enum err take_all(struct page *page)
{
	int64_t person = 0;

	if (!form_value(&page->form, "revoke_token") &&
	    !form_value(&page->form, "revoke_feed"))
		return fail(page->op, ERR_NOT_FOUND, "There is nothing to do.");
	if (!str_to_int64(form_value(&page->form, "person"), &person))
		return fail(page->op, ERR_NOT_FOUND, "There is nobody.");
	return device_part_take(page, person, ALL);
}

static const struct page_row rows[] = {
	{ OWN, ROLES_ALL, "Devices", show_own, take_own, 0, NULL },
	{ ALL, ROLE_ADMIN, "Account Settings", show_all, take_all, 0, NULL },
};

const struct page_table pages_devices = { rows, ARRAY_SIZE(rows) };
