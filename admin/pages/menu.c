#include "admin/pages/menu.h"

#include "admin/pages/icon.h"
#include "practice/names.h"

#include <string.h>

#define OFFICE ROLES_OFFICE
#define PRACTITIONER ROLE_PRACTITIONER
#define CLIENT ROLE_CLIENT

struct entry {
	const char *url, *text, *icon;
	unsigned roles;
	bool below; /* stands under the one before it */
	bool thumb; /* is at the foot of phones */
	bool count; /* shows how many sessions are to be saved */
};

struct group {
	const char *heading; /* NULL: none */
	const char *icon;
	unsigned roles; /* who sees the heading */
	struct entry entries[6];
};

static const struct group groups[] = {
	{ NULL,
	  NULL,
	  0,
	  {
		  { "/home", "Home", "home", CLIENT, .thumb = true },
		  { "/today", "Today", "today", OFFICE, .thumb = true },
		  { "/to-save", "To save", "clock", PRACTITIONER, .thumb = true,
		    .count = true },
		  { "/calendar", "Calendar", "calendar", ROLES_ALL,
		    .thumb = true },
	  } },
	{ NULL,
	  NULL,
	  0,
	  {
		  { "/sessions", "Sessions", "list", ROLES_ALL, .thumb = true },
		  { "/sessions/new", "Add session", NULL, OFFICE,
		    .below = true },
		  { "/open-sessions", "Open sessions", NULL, OFFICE,
		    .below = true, .count = true },
		  { "/cancellations", "Cancellations", NULL, OFFICE,
		    .below = true },
		  { "/closures", "Closures", NULL, OFFICE, .below = true },
	  } },
	{ "People",
	  "people",
	  OFFICE,
	  {
		  { "/clients", "Clients", NULL, OFFICE, .below = true },
		  { "/practitioners", "Practitioners", NULL, OFFICE,
		    .below = true },
		  { "/services", "Services", NULL, OFFICE, .below = true },
	  } },
	{ "Money",
	  "money",
	  OFFICE,
	  {
		  { "/invoices", "Invoices", NULL, OFFICE, .below = true },
		  { "/payments", "Payments", NULL, OFFICE, .below = true },
		  { "/payroll", "Payroll", NULL, OFFICE, .below = true },
		  { "/reports", "Reports", NULL, OFFICE, .below = true },
	  } },
	{ NULL,
	  NULL,
	  0,
	  {
		  { "/wages", "Wages", "money", PRACTITIONER, .thumb = true },
		  { "/devices", "Devices", "device", PRACTITIONER,
		    .thumb = true },
	  } },
	{ NULL,
	  NULL,
	  0,
	  {
		  { "/invoices", "Invoices", "money", CLIENT, .thumb = true },
		  { "/devices", "Calendar links", "link", CLIENT,
		    .thumb = true },
	  } },
};

/* Is there one already? Roles add up: Invoices of the office are all. */
static bool is_double(const struct page *page, const struct entry *entry)
{
	return entry->roles == CLIENT &&
	       ((page_is_office(page) && str_equal(entry->url, "/invoices")) ||
		(page_is(page, PRACTITIONER) &&
		 str_equal(entry->url, "/devices")));
}

static bool is_shown(const struct page *page, const struct entry *entry)
{
	return entry->url && page_is(page, entry->roles) &&
	       !is_double(page, entry);
}

static bool is_current(const struct page *page, const char *url)
{
	const struct page_row *row = page->row;

	return row && str_equal(row->menu ? row->menu : row->pattern, url);
}

/* Is that one, or else, where it is not in this person's menu, the first of
 * its group that is: Add session of a practitioner stands at Sessions. */
static bool is_current_in(const struct page *page, const struct group *group,
			  const struct entry *entry)
{
	if (is_current(page, entry->url))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(group->entries); i++) {
		const struct entry *other = &group->entries[i];

		if (other != entry && is_shown(page, other) &&
		    (other < entry || is_current(page, other->url)))
			return false;
	}
	for (size_t i = 0; i < ARRAY_SIZE(group->entries); i++)
		if (group->entries[i].below &&
		    is_current(page, group->entries[i].url))
			return true;
	return false;
}

static void put_entry(struct page *page, struct html *html,
		      const struct group *group, const struct entry *entry,
		      int64_t to_save)
{
	html_add(html, "<li");
	html_attribute_if(html, entry->below, "class", "below");
	html_add(html, "><a href=\"%s\"", entry->url);
	html_attribute_if(html, is_current_in(page, group, entry),
			  "aria-current", "page");
	html_add(html, ">");
	if (entry->icon)
		icon_put(html, entry->icon);
	html_add(html, "<span>%s</span>", entry->text);
	if (entry->count && to_save)
		html_add(html,
			 " <span class=\"count\">%lld"
			 "<span class=\"unseen\"> to save</span></span>",
			 (long long)to_save);
	html_add(html, "</a></li>");
}

static void put_group(struct page *page, struct html *html,
		      const struct group *group, int64_t to_save)
{
	bool begun = false;

	for (size_t i = 0; i < ARRAY_SIZE(group->entries); i++) {
		if (!is_shown(page, &group->entries[i]))
			continue;
		if (!begun && group->heading) {
			html_add(html, "<p class=\"menu-head\">");
			icon_put(html, group->icon);
			html_add(html, "<span>%s</span></p>", group->heading);
		}
		if (!begun)
			html_add(html, "<ul>");
		begun = true;
		put_entry(page, html, group, &group->entries[i], to_save);
	}
	if (begun)
		html_add(html, "</ul>");
}

void menu_put(struct page *page, struct html *html, int64_t to_save)
{
	html_add(html, "<nav class=\"menu\" id=\"menu\" aria-label=\"Menu\">"
		       "<a class=\"menu-close\" href=\"#main\">Close menu</a>");
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		put_group(page, html, &groups[i], to_save);
	html_add(html, "</nav>\n");
}

void menu_tabs(struct page *page, struct html *html)
{
	size_t used = 0;

	html_add(html, "<nav class=\"tabs-foot\" aria-label=\"Tabs\">");
	for (size_t g = 0; g < ARRAY_SIZE(groups); g++) {
		for (size_t i = 0; i < ARRAY_SIZE(groups[g].entries); i++) {
			const struct entry *entry = &groups[g].entries[i];

			if (!is_shown(page, entry) || !entry->thumb)
				continue;
			if (++used > 4)
				continue;
			html_add(html, "<a href=\"%s\"", entry->url);
			html_attribute_if(
				html, is_current_in(page, &groups[g], entry),
				"aria-current", "page");
			html_add(html, ">");
			icon_put(html, entry->icon);
			html_add(html, "<span>%s</span></a>", entry->text);
			if (used == 2 && page_is_office(page)) {
				html_add(html, "<a class=\"plus\" "
					       "href=\"/sessions/new\">");
				icon_put(html, "plus");
				html_add(html, "<span>Add</span></a>");
			}
		}
	}
	html_add(html, "<a href=\"#menu\">");
	icon_put(html, "menu");
	html_add(html, "<span>Menu</span></a></nav>\n");
}

/* Where one is goes along under a name that no form of main has. */
static void put_look(struct page *page, struct html *html, const char *look)
{
	static const char *const looks[][2] = { { "system", "System" },
						{ "light", "Light" },
						{ "dark", "Dark" } };
	const struct http_request *request = page->door->request;
	const char *here = http_path_text(page->op->arena, &request->path);

	html_add(html,
		 "<form class=\"look\" method=\"post\" action=\"/look\">"
		 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">"
		 "<input type=\"hidden\" name=\"here\" value=\"%s%s%s\">"
		 "<fieldset><legend>Look</legend>",
		 page->csrf, here, request->query ? "?" : "", request->query);
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++)
		html_add(html,
			 "<button name=\"look\" value=\"%s\" "
			 "aria-pressed=\"%s\">%s</button>",
			 looks[i][0],
			 str_equal(looks[i][0], look) ? "true" : "false",
			 looks[i][1]);
	html_add(html, "</fieldset></form>");
}

static void put_link(struct page *page, struct html *html, const char *url,
		     const char *text)
{
	html_add(html, "<li><a href=\"%s\"", url);
	html_attribute_if(html, is_current(page, url), "aria-current", "page");
	html_add(html, ">%s</a></li>", text);
}

void menu_person(struct page *page, struct html *html, const char *look)
{
	struct buf letters;

	buf_init(&letters, page->op->arena);
	html_add(html,
		 "<details class=\"person\"><summary><span>%s</span>"
		 "<span class=\"face\" aria-hidden=\"true\">",
		 page->person.name);
	for (const char *c =
		     practice_initials(page->op->arena, page->person.name);
	     *c; c++)
		if (*c != '.')
			buf_putc(&letters, *c);
	html_add(html, "%s</span>", letters.at);
	icon_put(html, "down");
	html_add(html, "</summary><div class=\"drop\"><ul>");
	if (page_is_office(page))
		put_link(page, html,
			 page_is(page, ROLE_ADMIN)
				 ? "/settings/practice"
				 : "/settings/sessions/status",
			 "Account Settings");
	put_link(page, html, "/account", "Your account");
	put_link(page, html, "/devices", "Devices");
	put_link(page, html, "/help", "Help");
	html_add(html, "</ul>");
	put_look(page, html, look);
	html_add(html,
		 "<form method=\"post\" action=\"/sign-out\">"
		 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">"
		 "<button class=\"plain\">Sign out</button></form>"
		 "</div></details>",
		 page->csrf);
}
