#include "admin/pages/pages_door.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/guard.h"
#include "admin/pages/part.h"
#include "admin/pages/setup_state.h"
#include "admin/pages/shell.h"
#include "practice/people/first_admin.h"
#include "practice/people/sign_in.h"

#define YEAR_SECONDS 31536000

static enum err show_root(struct page *page)
{
	struct setup_state state = { .untouched = false };
	enum err err = OK;

	if (page_is(page, ROLE_ADMIN) && !setup_state_is_named(page))
		err = setup_state_load(page, &state);
	if (err)
		return err;
	if (state.untouched)
		page_go(page, "/setup");
	else if (page_is_office(page))
		page_go(page, "/today");
	else if (page_is(page, ROLE_PRACTITIONER))
		page_go(page, "/to-save");
	else
		page_go(page, "/home");
	return OK;
}

/* Of a new place: whoever runs the machine has the link. For a stranger no
 * reader has begun. */
static bool waits_for_first(struct page *page)
{
	bool waits = false;
	enum err err;

	if (page->person.id)
		return false;
	err = store_reader_begin(page->reader, page->op);
	if (!err) {
		err = practice_first_admin_waits(page->reader, &waits);
		store_reader_end(page->reader);
	}
	if (err)
		operation_recover(page->op);
	return waits;
}

void page_sign_in_put(struct page *page, int status)
{
	const char *to = form_value(&page->form, "to");
	bool wrong = page->refused == ERR_INVALID;

	page->title = page->practice.name;
	page->lead = "Sign in to see your sessions.";
	if (!to)
		to = page_query(page, "to");
	form_begin(page, "/sign-in", "form");
	if (to)
		html_add(&page->html,
			 "<input type=\"hidden\" name=\"to\" value=\"%s\">",
			 to);
	field_text(page, &(struct field_show){ .name = "login",
					       .label = "Name",
					       .autocomplete = "username",
					       .autofocus = !wrong });
	field_text(page,
		   &(struct field_show){ .name = "password",
					 .label = "Password",
					 .type = "password",
					 .autocomplete = "current-password" });
	html_add(&page->html, "<p class=\"buttons\"><button>Sign in</button>"
			      "</p>\n");
	form_end(page);
	if (!str_empty(page->practice.phone))
		html_add(&page->html,
			 "<p class=\"hint\">Forgot it? Call the practice: "
			 "%s.</p>\n",
			 page->practice.phone);
	if (waits_for_first(page))
		html_add(&page->html,
			 "<p class=\"hint\">There is no admin yet. The server "
			 "wrote a link into its log (journalctl -u daybook), "
			 "by which the first one is made.</p>\n");
	shell_put_bare(page, status);
}

static enum err show_sign_in(struct page *page)
{
	page_sign_in_put(page, 200);
	page->answered = true;
	return OK;
}

static enum err show_sign_out(struct page *page)
{
	html_add(&page->html, "<p>You are signed in as %s.</p>\n",
		 page->person.name);
	form_begin(page, "/sign-out", "form");
	form_buttons(page, "Sign out", "/");
	form_end(page);
	return OK;
}

static enum err take_sign_out(struct page *page)
{
	enum err err = practice_sign_in_end(page->op, page->door->store,
					    page->sign_in.id);

	if (err && err != ERR_NOT_FOUND)
		return err;
	guard_cookie_set(page->door, NULL);
	page_go(page, "/sign-in");
	return OK;
}

/* A choice of this browser: kept there, and read by nobody else. */
static void keep(struct page *page, const char *name, const char *value)
{
	http_response_add(
		page->door->response, "Set-Cookie",
		arena_printf(page->op->arena,
			     "%s=%s; Path=/; SameSite=Lax; Max-Age=%d%s", name,
			     value, YEAR_SECONDS,
			     page->door->secure ? "; Secure" : ""));
}

static enum err show_look(struct page *page)
{
	page_go(page, "/account");
	return OK;
}

static enum err take_look(struct page *page)
{
	const char *look = form_value(&page->form, "look");
	const char *here = form_value(&page->form, "here");

	if (str_equal(look, "dark") || str_equal(look, "light"))
		keep(page, "daybook-look", look);
	else
		keep(page, "daybook-look", "system");
	page_go(page, guard_follows(here) ? here : "/");
	return OK;
}

static enum err take_keys(struct page *page)
{
	bool on = form_value(&page->form, "keys") != NULL;

	keep(page, "daybook-keys", on ? "on" : "off");
	page_flash(page, on ? "Keyboard shortcuts are on in this browser."
			    : "Keyboard shortcuts are off in this browser.");
	page_go(page, "/account");
	return OK;
}

/* The steps in turn; the first that is refused ends it. */
static enum err undo_steps(struct page *page, const json_t *steps)
{
	json_t *step;
	size_t at;

	json_array_foreach (steps, at, step) {
		json_t *body = json_object_get(step, "body");
		enum err err = page_send(
			page,
			json_string_value(json_object_get(step, "method")),
			json_string_value(json_object_get(step, "url")),
			json_is_null(body) ? NULL : body);

		if (err && err != ERR_STORAGE)
			return fail(page->op, ERR_CONFLICT, "%s",
				    page->op->failure.message
					    ? page->op->failure.message
					    : "It has changed since.");
		if (err)
			return err;
	}
	return OK;
}

static enum err take_undo(struct page *page)
{
	json_t *undo = json_read(page->op->arena, page->sign_in.undo);
	const char *id = json_string_value(json_object_get(undo, "id"));
	const char *back = json_string_value(json_object_get(undo, "back"));
	enum err err;

	if (!id || !str_equal(id, form_value(&page->form, "undo")))
		return fail(page->op, ERR_CONFLICT,
			    "This cannot be undone any more: something else "
			    "was done since.");
	err = undo_steps(page, json_object_get(undo, "steps"));
	if (err)
		return err;
	page_flash(page, "It was undone.");
	page_go(page, back ? back : "/");
	return OK;
}

static enum err show_undo(struct page *page)
{
	html_add(&page->html, "<p>Nothing was undone here.</p>\n");
	part_button(&page->html, "/", "Back to the start", NULL, "second");
	return OK;
}

struct shortcut {
	const char *key, *deed;
};

static const struct shortcut shortcuts[] = {
	{ "/", "find" },
	{ "n", "add session" },
	{ "t", "today" },
	{ "← →", "earlier and later" },
	{ "m w d", "month, week, day" },
	{ "j k", "next and previous row" },
	{ "x", "tick the row" },
	{ "Enter", "view" },
	{ "s", "save" },
	{ "?", "this list" },
};

static enum err show_help(struct page *page)
{
	struct html *html = &page->html;

	card_begin(page, "How it goes", NULL);
	html_add(html,
		 "<ul class=\"plain-list\"><li>A session is open until "
		 "somebody says how it ended. Until then it counts in no "
		 "balance and no wage.</li><li>Save, Missed, Canceled and the "
		 "practice's own words say how it ended, here and on every "
		 "phone.</li><li>A closure shows in every calendar; sessions "
		 "on it are marked until they are moved or canceled.</li>"
		 "</ul>\n");
	if (!str_empty(page->practice.phone))
		html_add(html, "<p>The practice: %s</p>\n",
			 page->practice.phone);
	card_end(page);
	card_begin(page, "Keyboard", NULL);
	html_add(html, "<dl class=\"facts\">");
	for (size_t i = 0; i < ARRAY_SIZE(shortcuts); i++)
		html_add(html, "<dt><kbd>%s</kbd></dt><dd>%s</dd>",
			 shortcuts[i].key, shortcuts[i].deed);
	html_add(html, "</dl><p class=\"hint\">They rest while you type, and "
		       "can be switched off in "
		       "<a href=\"/account\">Your account</a>.</p>\n");
	card_end(page);
	return OK;
}

static const struct page_row rows[] = {
	{ "/", ROLES_ALL, "Daybook", show_root, NULL, 0, NULL },
	{ "/sign-in", ROLES_ALL, "Sign in", show_sign_in, NULL, 0, NULL },
	{ "/sign-out", ROLES_ALL, "Sign out", show_sign_out, take_sign_out, 0,
	  NULL },
	{ "/look", ROLES_ALL, "Look", show_look, take_look, 0, NULL },
	{ "/keys", ROLES_ALL, "Keys", show_look, take_keys, 0, NULL },
	{ "/undo", ROLES_ALL, "Undo", show_undo, take_undo, 0, NULL },
	{ "/help", ROLES_ALL, "Help", show_help, NULL, 0, NULL },
};

const struct page_table pages_door = { rows, ARRAY_SIZE(rows) };
