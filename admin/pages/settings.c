#include "admin/pages/settings.h"

#include "store/actor.h"

#include <string.h>

struct tab {
	const char *url, *text;
	unsigned roles, grants; /* of which staff need one, 0: none */
};

#define SESSIONS_TAB 1
#define SESSIONS_ROOT "/settings/sessions/"

static const struct tab tabs[] = {
	{ "/settings/practice", "Practice", ROLE_ADMIN, 0 },
	[SESSIONS_TAB] = { "/settings/sessions/status", "Calendar / Sessions",
			   ROLES_OFFICE, 0 },
	{ "/settings/money", "Money", ROLE_ADMIN, 0 },
	{ "/settings/notices", "Notices", ROLE_ADMIN, 0 },
	{ "/settings/people", "People and roles", ROLES_OFFICE, GRANT_LOGINS },
	{ "/settings/devices", "Devices", ROLE_ADMIN, 0 },
	{ "/settings/audit", "Audit", ROLES_OFFICE, 0 },
};

static const struct tab session_tabs[] = {
	{ "/settings/sessions/defaults", "Session defaults", ROLE_ADMIN, 0 },
	{ "/settings/sessions/status", "Custom Session Status", ROLES_OFFICE,
	  0 },
	{ "/settings/sessions/reminders", "Reminders", ROLE_ADMIN, 0 },
};

static bool may_open(const struct page *page, const struct tab *tab)
{
	return page_is(page, tab->roles) &&
	       (!tab->grants || page_has_grant(page, tab->grants));
}

static bool of_sessions(const struct page *page)
{
	return strncmp(page->row->pattern, SESSIONS_ROOT,
		       strlen(SESSIONS_ROOT)) == 0;
}

/* The page of the tab, one below it, or one that is reached from there. */
static bool is_current(const struct page *page, const struct tab *tab)
{
	size_t len = strlen(tab->url);

	if (tab == &tabs[SESSIONS_TAB])
		return of_sessions(page);
	return str_equal(page->row->menu, tab->url) ||
	       (strncmp(page->row->pattern, tab->url, len) == 0 &&
		strchr("/", page->row->pattern[len]) != NULL);
}

static void put_tabs(struct page *page, const char *name,
		     const struct tab *list, size_t count)
{
	html_add(&page->html, "<nav class=\"tabs\" aria-label=\"%s\">", name);
	for (size_t i = 0; i < count; i++) {
		bool current = is_current(page, &list[i]);

		if (!may_open(page, &list[i]))
			continue;
		html_add(&page->html, "<a href=\"%s\"", list[i].url);
		html_attribute_if(&page->html, current, "aria-current",
				  str_equal(list[i].url, page->row->pattern)
					  ? "page"
					  : "true");
		html_add(&page->html, ">%s</a>", list[i].text);
		if (current)
			page_crumb(page, list[i].url, list[i].text);
	}
	html_add(&page->html, "</nav>\n");
}

void settings_begin(struct page *page)
{
	page_crumb(page,
		   page_is(page, ROLE_ADMIN) ? "/settings/practice"
					     : "/settings/sessions/status",
		   "Account Settings");
	put_tabs(page, "Settings", tabs, ARRAY_SIZE(tabs));
	if (of_sessions(page))
		put_tabs(page, "Calendar / Sessions", session_tabs,
			 ARRAY_SIZE(session_tabs));
}

void settings_take_hours(struct page *page, json_t *body)
{
	struct arena *arena = page->op->arena;
	const char *typed = form_value(&page->form, "reminder_hours");
	json_t *hours = json_new_list(arena);
	struct slice rest = slice_trim(slice_of(typed ? typed : ""));

	if (!typed)
		return;
	while (rest.at && rest.len) {
		const char *word =
			slice_dup(arena, slice_trim(slice_cut(&rest, ',')));
		int64_t value;

		if (str_to_int64(word, &value))
			json_add_integer(hours, value);
		else
			json_add_text(hours, word);
	}
	json_put(body, "reminder_hours", hours);
}
