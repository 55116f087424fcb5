#include "admin/pages/pages_account.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/guard.h"
#include "admin/pages/own_notice.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "practice/people/program.h"
#include "practice/people/sign_in.h"

static void put_password(struct page *page)
{
	card_begin(page, "Password", NULL);
	form_begin(page, "/account", "form");
	html_add(&page->html,
		 "<input type=\"hidden\" name=\"what\" value=\"password\">");
	field_text(page,
		   &(struct field_show){ .name = "old",
					 .label = "Old password",
					 .type = "password",
					 .autocomplete = "current-password" });
	field_text(page,
		   &(struct field_show){
			   .name = "password",
			   .label = "New password",
			   .type = "password",
			   .autocomplete = "new-password",
			   .hint = "At least 8 characters. You sign in anew "
				   "with it, in every browser." });
	form_buttons(page, "Save password", NULL);
	form_end(page);
	card_end(page);
}

static enum err put_sign_ins(struct page *page)
{
	struct html *html = &page->html;
	struct sign_in *list;
	size_t count;
	enum err err = store_sign_in_list(page->reader, page->person.id, &list,
					  &count);

	if (err)
		return err;
	card_begin(page, "Signed in", NULL);
	html_add(html, "<ul class=\"rows\">");
	for (size_t i = 0; i < count; i++) {
		const char *browser = practice_browser_words(page->op->arena,
							     list[i].program);

		if (page->op->now.s - list[i].last_used.s >=
		    PRACTICE_SIGN_IN_SECONDS)
			continue;
		html_add(html,
			 "<li><div><p>%s</p><p class=\"hint\">%s, used "
			 "%s</p></div>",
			 browser ? browser : "A browser",
			 list[i].id == page->sign_in.id ? "This browser"
							: "Another browser",
			 show_instant(page, list[i].last_used));
		html_add(html,
			 "<form method=\"post\" action=\"/account\" "
			 "class=\"inline\">"
			 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">"
			 "<input type=\"hidden\" name=\"what\" "
			 "value=\"revoke\">"
			 "<button class=\"second\" name=\"id\" value=\"%lld\">"
			 "Revoke</button></form></li>",
			 page->csrf, (long long)list[i].id);
	}
	html_add(html, "</ul>\n");
	card_end(page);
	return OK;
}

static void put_keys(struct page *page)
{
	const char *keys = guard_cookie(page->op->arena, page->door->request,
					"daybook-keys");

	card_begin(page, "Keyboard", NULL);
	form_begin(page, "/keys", "form");
	html_add(&page->html,
		 "<div class=\"field box\"><input type=\"checkbox\" "
		 "id=\"f-keys\" name=\"keys\" value=\"on\"%s>"
		 "<label for=\"f-keys\">Keyboard shortcuts</label></div>\n",
		 str_equal(keys, "off") ? "" : " checked");
	form_buttons(page, "Save", NULL);
	form_end(page);
	card_end(page);
}

static enum err show_account(struct page *page)
{
	enum err err;

	page->lead = arena_printf(page->op->arena, "Signed in as %s",
				  page->person.login);
	html_add(&page->html, "<div class=\"columns\"><div>");
	put_password(page);
	if (page_is(page, ROLE_CLIENT))
		own_notice_put(page);
	html_add(&page->html, "</div><div>");
	err = put_sign_ins(page);
	put_keys(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err take_password(struct page *page)
{
	const char *id = arena_printf(page->op->arena, "%lld",
				      (long long)page->person.id);
	enum err err = page_send_form(
		page, "PUT",
		url_of(page->op->arena, "/api/people/%s/password", id), NULL);

	if (err)
		return err;
	/* The new password has ended every sign-in, this one too. */
	guard_cookie_set(page->door, NULL);
	page_go(page, "/sign-in?to=/account");
	return OK;
}

static enum err take_revoke(struct page *page)
{
	int64_t id = 0;
	enum err err;

	if (!str_to_int64(form_value(&page->form, "id"), &id))
		return fail(page->op, ERR_NOT_FOUND,
			    "There is no such sign-in.");
	err = practice_sign_in_end(page->op, page->door->store, id);
	if (err)
		return err;
	if (id == page->sign_in.id)
		guard_cookie_set(page->door, NULL);
	else
		page_flash(page, "That browser is signed out.");
	page_go(page, "/account");
	return OK;
}

static enum err take_account(struct page *page)
{
	const char *what = form_value(&page->form, "what");

	if (str_equal(what, "revoke"))
		return take_revoke(page);
	if (str_equal(what, "notice"))
		return own_notice_take(page, "/account");
	return take_password(page);
}

static const struct page_row rows[] = {
	{ "/account", ROLES_ALL, "Your account", show_account, take_account, 0,
	  NULL },
};

const struct page_table pages_account = { rows, ARRAY_SIZE(rows) };
