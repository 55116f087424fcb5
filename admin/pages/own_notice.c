#include "admin/pages/own_notice.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"
#include "base/word.h"

void own_notice_put(struct page *page)
{
	card_begin(page, "Notices", NULL);
	form_begin(page, NULL, "form");
	html_add(&page->html,
		 "<input type=\"hidden\" name=\"what\" value=\"notice\">");
	field_notice(page, "notice", "Tell me of changes by",
		     page->person.notice);
	html_add(&page->html, "<p class=\"hint\">Also reminders. With Nothing "
			      "you are told of neither.</p>\n");
	form_buttons(page, "Save notices", NULL);
	form_end(page);
	card_end(page);
}

/* The choice that was there before, while nothing else was changed since. */
static void undo_add(struct page *page, const char *url)
{
	const json_t *revision = json_object_get(page->answer, "revision");
	json_t *body = json_new(page->op->arena);

	if (!revision)
		return;
	json_put_text(body, "notice",
		      word_of(notice_words, (unsigned)page->person.notice));
	json_put_integer(body, "revision", json_integer_value(revision));
	page_undo_add(page, "PATCH", url, body);
}

enum err own_notice_take(struct page *page, const char *back)
{
	const char *url = url_of(page->op->arena, "/api/people/%lld",
				 (long long)page->person.id);
	json_t *sent = page_form(page, "PATCH", "/api/people/{id}", NULL);
	json_t *body = json_new(page->op->arena);
	enum err err;

	/* All else of a person is the office's to change. */
	json_put(body, "notice", json_object_get(sent, "notice"));
	if (json_object_get(sent, "revision"))
		json_put(body, "revision", json_object_get(sent, "revision"));
	err = page_send(page, "PATCH", url, body);
	if (err)
		return err;
	page_flash(page, "Saved how you are told of changes.");
	undo_add(page, url);
	page_go(page, back);
	return OK;
}
